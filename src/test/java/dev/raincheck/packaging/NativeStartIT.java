package dev.raincheck.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native executable that cannot work says why, and ends; only in builds of one. */
class NativeStartIT {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void withoutADatabaseItSaysSoAndEnds() throws Exception {
    assertEquals(
        "A native executable brings no embedded PostgreSQL: set quarkus.datasource.jdbc.url",
        refusal(Map.of("RAINCHECK_SECURITY_ANONYMOUS", "true")));
  }

  @Test
  void withoutAnybodyWhoCouldCallItSaysSoAndEnds() throws Exception {
    String sentence =
        refusal(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none"));
    assertTrue(sentence.startsWith("Nobody could call this service: "), sentence);
  }

  /** The one line that it writes as an error; it must end with the status of a wrong setting. */
  private String refusal(Map<String, String> environment) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("raincheck.executable")).toAbsolutePath().toString(),
                "-Dquarkus.http.port=0")
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("output").toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|RAINCHECK)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("It does not end: " + Files.readString(errors));
    }
    List<String> lines = Files.readAllLines(errors);
    assertEquals(78, process.exitValue(), lines.toString());
    assertEquals(1, lines.size(), lines.toString());
    return lines.get(0);
  }
}
