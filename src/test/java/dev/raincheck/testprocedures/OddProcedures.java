package dev.raincheck.testprocedures;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.procedure.Procedure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.NullUnmarked;

/** Procedures that do what none should. */
@Path("/test/odd")
@NullUnmarked
public class OddProcedures {
  private static final int MEGABYTE = 1 << 20;

  /**
   * What is sent.
   *
   * @param kind which oddity
   */
  public record Oddity(String kind) {}

  /** Something that Jackson cannot write. */
  public static final class Unwritable {
    public String getSecret() {
      throw new IllegalStateException("select secret from dev.raincheck.Vault");
    }
  }

  /** Something that has no end. */
  public static final class Endless {
    public Endless getSelf() {
      return this;
    }
  }

  @POST
  @Path("/throws")
  @Procedure(name = "test.odd.throws", maxAttempts = 1)
  public String throwing(Oddity oddity) throws Exception {
    throw thrown(oddity.kind());
  }

  @POST
  @Path("/fails")
  @Procedure(name = "test.odd.fails", maxAttempts = 1)
  public Uni<String> failing(Oddity oddity) {
    return Uni.createFrom().failure(() -> given(oddity.kind()));
  }

  private static Throwable given(String kind) {
    try {
      return thrown(kind);
    } catch (Error error) {
      return error;
    }
  }

  private static Exception thrown(String kind) {
    return switch (kind) {
      case "checked" -> new IOException("select secret from dev.raincheck.Vault");
      case "unchecked" -> new IllegalStateException((String) null);
      case "interrupted" -> new InterruptedException("by itself");
      case "error" -> throw new AssertionError("dev.raincheck.Secret");
      case "memory" -> throw new OutOfMemoryError("no memory at dev.raincheck.Secret");
      case "stack" -> throw new StackOverflowError();
      case "linkage" -> throw new NoClassDefFoundError("dev/raincheck/Secret");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @POST
  @Path("/null-uni")
  @Procedure(name = "test.odd.null-uni", maxAttempts = 1)
  public Uni<String> nullUni(Oddity oddity) {
    return null;
  }

  @POST
  @Path("/null-stage")
  @Procedure(name = "test.odd.null-stage", maxAttempts = 1)
  public CompletionStage<String> nullStage(Oddity oddity) {
    return null;
  }

  @POST
  @Path("/never")
  @Procedure(name = "test.odd.never", maxAttempts = 1, timeout = "100ms")
  public Uni<String> never(Oddity oddity) {
    return Uni.createFrom().nothing();
  }

  @POST
  @Path("/never-stage")
  @Procedure(name = "test.odd.never-stage", maxAttempts = 1, timeout = "100ms")
  public CompletionStage<String> neverStage(Oddity oddity) {
    return new CompletableFuture<>();
  }

  @POST
  @Path("/unwritable")
  @Procedure(name = "test.odd.unwritable")
  public Object unwritable(Oddity oddity) {
    return oddity.kind().equals("endless") ? new Endless() : new Unwritable();
  }

  /** A title that cannot be stored as it is. */
  @POST
  @Path("/title")
  @Procedure(name = "test.odd.title")
  public String title(Oddity oddity) {
    throw new ProblemException(
        new Problem(
            "/problems/refused", "ze\0ro", 400, "ze\0ro", null, null, null, null, Map.of()));
  }

  /** The status that it is told. */
  @POST
  @Path("/status")
  @Procedure(name = "test.odd.status")
  public RestResponse<String> status(Oddity oddity) {
    return RestResponse.ResponseBuilder.<String>create(Integer.parseInt(oddity.kind()), "odd")
        .entity("odd")
        .build();
  }

  /** As many megabytes as it is told. */
  @POST
  @Path("/large")
  @Procedure(name = "test.odd.large")
  public String large(Oddity oddity) {
    return "x".repeat(Integer.parseInt(oddity.kind()) * MEGABYTE);
  }
}
