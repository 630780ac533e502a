package dev.raincheck.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Files of the project, by their paths in it; the tests run in its directory. */
public final class Project {

  private Project() {}

  public static String text(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static String readme() {
    return text("README.md");
  }

  /** The cells of those rows of the README's tables whose first cell matches; without backticks. */
  static List<List<String>> rows(String firstCell) {
    Pattern cell = Pattern.compile(firstCell);
    return readme()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.lastIndexOf('|')).split("\\|"))
        .map(cells -> List.of(cells).stream().map(Project::bare).toList())
        .filter(cells -> cell.matcher(cells.get(0)).matches())
        .toList();
  }

  private static String bare(String cell) {
    return cell.strip().replace("`", "");
  }
}
