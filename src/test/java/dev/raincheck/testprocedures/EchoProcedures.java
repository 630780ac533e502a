package dev.raincheck.testprocedures;

import dev.raincheck.procedure.Procedure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Procedures that answer with what they were given. */
@Path("/test/echo")
public class EchoProcedures {

  /** A body. */
  public record Item(@NotBlank String text, @Max(100) int number, @Nullable List<Instant> times) {}

  /** What came. */
  public record Everything(
      long path,
      Item body,
      List<String> query,
      Optional<Integer> maybe,
      UUID header,
      @Nullable String cookie,
      @Nullable String matrix,
      Colour colour) {}

  /** A kind of parameter. */
  public enum Colour {
    RED,
    GREEN
  }

  @POST
  @Path("/all/{path}")
  @Procedure(name = "test.echo.all")
  public Everything all(
      @PathParam("path") long path,
      @QueryParam("query") List<String> query,
      @RestQuery Optional<Integer> maybe,
      @HeaderParam("X-Header") UUID header,
      @CookieParam("cookie") @Nullable String cookie,
      @MatrixParam("matrix") @Nullable String matrix,
      @QueryParam("colour") @DefaultValue("GREEN") Colour colour,
      @Valid @NotNull Item body) {
    return new Everything(path, body, query, maybe, header, cookie, matrix, colour);
  }

  @POST
  @Path("/item")
  @Procedure(name = "test.echo.item")
  public Item item(@Valid @NotNull Item item) {
    return item;
  }

  @POST
  @Path("/strict")
  @Consumes(MediaType.APPLICATION_JSON)
  @Procedure(name = "test.echo.strict")
  public String strict(
      @Valid @NotNull Item item, @QueryParam("tag") @Size(max = 3) @Nullable String tag) {
    return item.text();
  }

  @GET
  @Path("/none")
  @Procedure(name = "test.echo.none")
  public Map<String, String> none() {
    return Map.of("nothing", "came");
  }

  @POST
  @Path("/form")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Procedure(name = "test.echo.form")
  public String form(@FormParam("a") String a, @FormParam("b") int b) {
    return a + b;
  }

  @PUT
  @Path("/text")
  @Consumes(MediaType.TEXT_PLAIN)
  @Procedure(name = "test.echo.text")
  public String text(String text) {
    return text;
  }

  @POST
  @Path("/bytes")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Procedure(name = "test.echo.bytes")
  public byte[] bytes(byte[] bytes) {
    return bytes;
  }
}
