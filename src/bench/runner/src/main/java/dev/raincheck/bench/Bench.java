package dev.raincheck.bench;

import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.report.Report;
import dev.raincheck.bench.stage.Stages;
import dev.raincheck.bench.system.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Measures the service beside what HTTP, the database and its peers can do, all in one run on one
 * machine. Arguments: the directory of this project, the file to write, and the stages to run, or
 * none for all.
 */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path project = Path.of(args[0]).toAbsolutePath();
    Path file = Path.of(args[1]).toAbsolutePath();
    Set<String> wanted =
        new LinkedHashSet<>(
            args.length == 2 ? Stages.names() : Arrays.asList(args).subList(2, args.length));
    Figures figures = new Figures();
    try (Database database = Database.start()) {
      Stages stages = new Stages(project, database);
      for (String name : wanted) {
        System.out.println(name);
        stages.run(name, figures);
      }
    }
    Report report = Report.of(figures);
    System.out.println(report.table());
    Files.writeString(file, report.json());
    System.out.println("Written to " + file);
    System.exit(0);
  }
}
