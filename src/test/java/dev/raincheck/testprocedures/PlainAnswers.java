package dev.raincheck.testprocedures;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary resources that answer as {@link AnswerProcedures} does: by calling it from Java, which
 * is an ordinary call.
 */
@Path("/test/plain")
public class PlainAnswers {
  private final AnswerProcedures procedures;

  PlainAnswers(AnswerProcedures procedures) {
    this.procedures = procedures;
  }

  @GET
  @Path("/json")
  public AnswerProcedures.Thing json() {
    return procedures.json();
  }

  @GET
  @Path("/uni")
  public Uni<AnswerProcedures.Thing> uni() {
    return procedures.uni();
  }

  @GET
  @Path("/stage")
  public CompletionStage<List<AnswerProcedures.Thing>> stage() {
    return procedures.stage();
  }

  @GET
  @Path("/text")
  public String text() {
    return procedures.text();
  }

  @GET
  @Path("/declared-text")
  @Produces("text/plain")
  public String declaredText() {
    return procedures.declaredText();
  }

  @GET
  @Path("/html")
  @Produces("text/html;charset=UTF-8")
  public String html() {
    return procedures.html();
  }

  @GET
  @Path("/xml")
  @Produces("application/xml")
  public String xml() {
    return procedures.xml();
  }

  @GET
  @Path("/json-text")
  @Produces("application/json")
  public String jsonText() {
    return procedures.jsonText();
  }

  @GET
  @Path("/own-json")
  @Produces("application/vnd.thing+json")
  public AnswerProcedures.Thing ownJson() {
    return procedures.ownJson();
  }

  @GET
  @Path("/image")
  @Produces("image/png")
  public byte[] image() {
    return procedures.image();
  }

  @GET
  @Path("/number")
  public int number() {
    return procedures.number();
  }

  @GET
  @Path("/nothing")
  public void nothing() {
    procedures.nothing();
  }

  @GET
  @Path("/null")
  public AnswerProcedures.@Nullable Thing nullItem() {
    return procedures.nullItem();
  }

  @GET
  @Path("/uni-void")
  public Uni<Void> uniVoid() {
    return procedures.uniVoid();
  }

  @GET
  @Path("/created")
  public Response created() {
    return procedures.created();
  }

  @GET
  @Path("/typed")
  public Response typed() {
    return procedures.typed();
  }

  @GET
  @Path("/rest")
  public RestResponse<AnswerProcedures.Thing> rest() {
    return procedures.rest();
  }

  @GET
  @Path("/uni-rest")
  public Uni<RestResponse<String>> uniRest() {
    return procedures.uniRest();
  }

  @GET
  @Path("/status")
  @ResponseStatus(201)
  public AnswerProcedures.Thing status() {
    return procedures.status();
  }

  @GET
  @Path("/not-found")
  public Response notFound() {
    return procedures.notFound();
  }

  @GET
  @Path("/mapped")
  public AnswerProcedures.Thing mapped() {
    return procedures.mapped();
  }

  @GET
  @Path("/thrown-redirect")
  public AnswerProcedures.Thing thrownRedirect() {
    return procedures.thrownRedirect();
  }

  @GET
  @Path("/redirect")
  public Response redirect() {
    return procedures.redirect();
  }
}
