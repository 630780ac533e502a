package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work fails the build, which says why. */
class RejectedProceduresTest {
  @TempDir Path directory;

  private static final String HOST =
      """
      package host;

      import dev.raincheck.procedure.Procedure;
      import jakarta.ws.rs.*;
      import jakarta.ws.rs.core.*;

      @Path("/host")
      %s
      public class Host {
        %s
      }
      """;

  private void rejected(String annotations, String methods, String... reasons) throws Exception {
    TinyApplication application =
        new TinyApplication(directory).with(HOST.formatted(annotations, methods));
    Exception failure = assertThrows(Exception.class, application::build);
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    for (String reason : reasons) {
      assertTrue(text.toString().contains(reason), text::toString);
    }
  }

  @Test
  void anOrdinaryHostIsBuilt() throws Exception {
    new TinyApplication(directory)
        .with(
            HOST.formatted(
                "",
                "@POST @Procedure(name = \"host\") public String run(String in) { return in; }"))
        .build();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    rejected(
        "",
        """
        @POST @Path("a") @Procedure(name = "same") public String a(String in) { return in; }
        @POST @Path("b") @Procedure(name = "same") public String b(String in) { return in; }
        @POST @Path("c") @Procedure(name = "c") public String c(@Context UriInfo uri) { return ""; }
        @POST @Path("d") @Procedure(name = "d") public String d(java.io.InputStream s) { return ""; }
        @POST @Path("e") @Procedure public String e() { return ""; }
        @Procedure(name = "f") public String f() { return ""; }
        @GET @Path("g") @Procedure(name = "g")
        public io.smallrye.mutiny.Multi<String> g() { return null; }
        @POST @Path("h") @Procedure(name = "h") String h() { return ""; }
        """,
        "@Procedure host.Host.b: there is another procedure of the name \"same\": host.Host.a",
        "@Procedure host.Host.c: its parameter \"uri\" of type jakarta.ws.rs.core.UriInfo cannot be",
        "@Procedure host.Host.d: its parameter \"s\" of type java.io.InputStream cannot be stored",
        "@Procedure host.Host.e: its name must be 1 to 100 of a-z A-Z 0-9 . _ -, not \"\"",
        "@Procedure host.Host.f: it is no JAX-RS resource method",
        "@Procedure host.Host.g: it returns a stream",
        "@Procedure host.Host.h: it is not public");
  }

  @Test
  void theAnnotationBelongsOnAMethod() throws Exception {
    rejected(
        "@Procedure(name = \"host\")",
        "@POST public String run(String in) { return in; }",
        "@Procedure belongs on a method of a resource, not on the class");
  }
}
