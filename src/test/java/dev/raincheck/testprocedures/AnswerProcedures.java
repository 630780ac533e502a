package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Procedures with every kind of answer; {@link PlainAnswers} answers the same synchronously. */
@Path("/test/answers")
public class AnswerProcedures {
  static final Thing THING =
      new Thing("größer 漢字 \"<&>\"", 1.5, Instant.parse("2026-11-22T08:00:00Z"), null);

  /** Something to write as JSON. */
  public record Thing(String name, double size, Instant at, @Nullable String nothing) {}

  @GET
  @Path("/json")
  @Procedure(name = "test.answers.json")
  public Thing json() {
    return THING;
  }

  @GET
  @Path("/uni")
  @Procedure(name = "test.answers.uni")
  public Uni<Thing> uni() {
    return Uni.createFrom().item(THING);
  }

  @GET
  @Path("/stage")
  @Procedure(name = "test.answers.stage")
  public CompletionStage<List<Thing>> stage() {
    return CompletableFuture.completedFuture(List.of(THING, THING));
  }

  @GET
  @Path("/text")
  @Procedure(name = "test.answers.text")
  public String text() {
    return "größer 漢字";
  }

  @GET
  @Path("/declared-text")
  @Produces("text/plain")
  @Procedure(name = "test.answers.declared-text")
  public String declaredText() {
    return "größer";
  }

  @GET
  @Path("/html")
  @Produces("text/html;charset=UTF-8")
  @Procedure(name = "test.answers.html")
  public String html() {
    return "<p>größer</p>";
  }

  @GET
  @Path("/xml")
  @Produces("application/xml")
  @Procedure(name = "test.answers.xml")
  public String xml() {
    return "<größer/>";
  }

  @GET
  @Path("/json-text")
  @Produces("application/json")
  @Procedure(name = "test.answers.json-text")
  public String jsonText() {
    return "{\"written\":  \"by hand\"}";
  }

  @GET
  @Path("/own-json")
  @Produces("application/vnd.thing+json")
  @Procedure(name = "test.answers.own-json")
  public Thing ownJson() {
    return THING;
  }

  @GET
  @Path("/image")
  @Produces("image/png")
  @Procedure(name = "test.answers.image")
  public byte[] image() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
  }

  @GET
  @Path("/number")
  @Procedure(name = "test.answers.number")
  public int number() {
    return 42;
  }

  @GET
  @Path("/nothing")
  @Procedure(name = "test.answers.nothing")
  public void nothing() {}

  @GET
  @Path("/null")
  @Procedure(name = "test.answers.null")
  public @Nullable Thing nullItem() {
    return null;
  }

  @GET
  @Path("/uni-void")
  @Procedure(name = "test.answers.uni-void")
  public Uni<Void> uniVoid() {
    return Uni.createFrom().voidItem();
  }

  @GET
  @Path("/created")
  @Procedure(name = "test.answers.created")
  public Response created() {
    return Response.created(URI.create("/things/1"))
        .header("X-Several", "one")
        .header("X-Several", "two")
        .header("Set-Cookie", "a=b")
        .entity(new GenericEntity<>(List.of(THING)) {})
        .build();
  }

  @GET
  @Path("/typed")
  @Procedure(name = "test.answers.typed")
  public Response typed() {
    return Response.ok("a,b".getBytes(StandardCharsets.UTF_8), "text/csv").build();
  }

  @GET
  @Path("/rest")
  @Procedure(name = "test.answers.rest")
  public RestResponse<Thing> rest() {
    return RestResponse.ResponseBuilder.create(RestResponse.Status.PARTIAL_CONTENT, THING)
        .header("X-Rest", "yes")
        .build();
  }

  @GET
  @Path("/uni-rest")
  @Procedure(name = "test.answers.uni-rest")
  public Uni<RestResponse<String>> uniRest() {
    return Uni.createFrom().item(RestResponse.accepted("later"));
  }

  @GET
  @Path("/status")
  @ResponseStatus(201)
  @Procedure(name = "test.answers.status")
  public Thing status() {
    return THING;
  }

  @GET
  @Path("/not-found")
  @Procedure(name = "test.answers.not-found")
  public Response notFound() {
    return Response.status(404).type("text/plain").entity("not here").build();
  }

  @GET
  @Path("/mapped")
  @Procedure(name = "test.answers.mapped")
  public Thing mapped() {
    throw new TeapotException("short and stout");
  }

  @GET
  @Path("/thrown-redirect")
  @Procedure(name = "test.answers.thrown-redirect")
  public Thing thrownRedirect() {
    throw new RedirectionException(303, URI.create("http://localhost/elsewhere"));
  }

  @GET
  @Path("/redirect")
  @Procedure(name = "test.answers.redirect")
  public Response redirect() {
    return Response.seeOther(URI.create("/elsewhere")).build();
  }
}
