package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work, and is not known before, fails the start, which says why. */
class RejectedStartTest {
  @TempDir Path directory;

  private TinyApplication host(int maxAttempts, String parameter) throws IOException {
    return new TinyApplication(directory)
        .with(
            """
            package host;

            import dev.raincheck.procedure.Procedure;
            import jakarta.ws.rs.*;

            @Path("/host")
            public class Host {
              public interface Shape {
                String getName();
              }

              @POST @Procedure(name = "host", maxAttempts = %d)
              public String run(%s parameter) { return ""; }
            }
            """
                .formatted(maxAttempts, parameter));
  }

  private static void rejected(TinyApplication application, String reason) {
    Set<String> before = dataDirectoriesInUse();
    Exception failure = assertThrows(Exception.class, application::start);
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    assertTrue(text.toString().contains(reason), text::toString);
    assertEquals(before, dataDirectoriesInUse(), "the next start finds the directory free");
  }

  private static Set<String> dataDirectoriesInUse() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.contains("embedded.held"))
        .collect(Collectors.toSet());
  }

  @Test
  void aPolicyOutOfRange() throws Exception {
    rejected(
        host(2000, "String"),
        "The policy of procedure \"host\" is wrong: max-attempts must be 1 to 1000");
  }

  @Test
  void aNameThatNoProcedureHas() throws Exception {
    rejected(
        host(1, "String").with("raincheck.procedures.\"hots\".timeout", "5s"),
        "raincheck.procedures configures [hots], but there are only the procedures [fetch, host]");
  }

  @Test
  void aParameterThatCannotBeReadBack() throws Exception {
    rejected(
        host(1, "java.util.List<Shape>"),
        "Procedure \"host\": Jackson cannot read a parameter of the abstract type host.Host$Shape");
  }
}
