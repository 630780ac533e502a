package dev.raincheck.execution;

import java.util.List;
import java.util.Optional;

/** Where a parameter of a procedure stands in a JSON input. */
public sealed interface Input {

  /** It is the body. */
  record Body() implements Input {}

  /**
   * It has a name of its own: that of the path, query, header, cookie, matrix or form parameter.
   *
   * @param otherwise what stands for it where it is missing, as text
   */
  record Named(String name, Optional<String> otherwise) implements Input {}

  /** As {@link ProcedureDiscovery} writes them down, one a line. */
  static List<Input> parse(String lines) {
    return lines.lines().map(Input::parseLine).toList();
  }

  private static Input parseLine(String line) {
    if (line.equals(BODY)) {
      return new Body();
    }
    String[] parts = line.substring(1).split(SEPARATOR, 2);
    return new Named(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
  }

  /** The line of a body; that of another begins with another character. */
  String BODY = "b";

  /** Between a name and its default. */
  String SEPARATOR = "\t";

  /** The line of a named parameter. */
  static String line(String name, Optional<String> otherwise) {
    return "n" + name + otherwise.map(text -> SEPARATOR + text).orElse("");
  }
}
