package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import dev.raincheck.procedure.Procedure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document at {@code /q/openapi}, with procedures of an application in it. */
@QuarkusTest
class OpenApiTest {
  private static final Set<String> REQUEST_HEADERS =
      Set.of(
          "Prefer",
          "Idempotency-Key",
          "Operation-Timeout",
          "Call-Delay",
          "Priority",
          "Call-Callback",
          "traceparent");

  @Inject ProcedureRegistry registry;
  @Inject ObjectMapper json;

  private JsonNode document;

  @BeforeEach
  void read() throws JsonProcessingException {
    document =
        json.readTree(
            given()
                .accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString());
  }

  /** What an application might have. */
  @Path("/openapi/{region:[a-z]{2,3}}")
  static class Parcels {
    record Parcel(int grams) {}

    @PUT
    @Path("parcels/{id: \\d+}")
    @Procedure(name = "openapi.send")
    public Parcel send(
        @PathParam("region") String region,
        @PathParam("id") int id,
        @HeaderParam("Priority") String own,
        Parcel parcel) {
      return parcel;
    }

    @DELETE
    @Path("parcels")
    @Procedure(name = "openapi.burn")
    @APIResponse(responseCode = "204", description = "Burnt")
    @APIResponse(responseCode = "422", description = "Not burnt, with a reason")
    public void burn(@PathParam("region") String region) {}

    @DELETE
    @Path("secrets")
    @Procedure(name = "openapi.hidden")
    @Operation(hidden = true)
    public void hidden(@PathParam("region") String region) {}
  }

  @Test
  void isOfVersion31() {
    assertEquals("3.1.0", document.path("openapi").asText());
  }

  @Test
  void everyProcedureTakesTheHeadersOfASubmit() {
    for (ProcedureDefinition procedure : shown()) {
      List<String> headers = new ArrayList<>();
      operation(procedure)
          .path("parameters")
          .forEach(
              parameter -> {
                JsonNode found = resolved(parameter);
                if (found.path("in").asText().equals("header")) {
                  headers.add(found.path("name").asText());
                }
              });
      assertTrue(headers.containsAll(REQUEST_HEADERS), procedure.name() + ": " + headers);
      assertEquals(Set.copyOf(headers).size(), headers.size(), procedure.name() + ": " + headers);
    }
  }

  @Test
  void everyProcedureAnswersWithTheHandle() {
    for (ProcedureDefinition procedure : shown()) {
      JsonNode accepted = resolved(operation(procedure).path("responses").path("202"));
      assertTrue(
          names(accepted.path("headers"))
              .containsAll(
                  List.of(
                      "Location",
                      "Link",
                      "Retry-After",
                      "Call-Id",
                      "Call-State",
                      "Preference-Applied",
                      "Vary",
                      "Idempotency-Replayed")),
          procedure.name());
      assertEquals(
          "#/components/schemas/Call",
          accepted.at("/content/application~1json/schema/$ref").asText(),
          procedure.name());
      assertEquals(Set.of("getCall", "getCallResult", "cancelCall"), names(accepted.path("links")));
    }
  }

  @Test
  void everyProcedureSaysHowItCallsBack() {
    for (ProcedureDefinition procedure : shown()) {
      JsonNode callback = resolved(operation(procedure).at("/callbacks/CallEnded"));
      JsonNode request = callback.path("{$request.header.Call-Callback}").path("post");
      assertEquals(
          "#/components/schemas/CallEnded",
          request.at("/requestBody/content/application~1cloudevents+json/schema/$ref").asText(),
          procedure.name());
    }
  }

  @Test
  void batchesSayHowTheyCallBack() {
    JsonNode submit = document.at("/paths/~1batches/post");
    List<String> headers = new ArrayList<>();
    submit
        .path("parameters")
        .forEach(parameter -> headers.add(resolved(parameter).path("name").asText()));
    assertEquals(REQUEST_HEADERS, Set.copyOf(headers));
    assertEquals(REQUEST_HEADERS.size(), headers.size(), headers::toString);
    JsonNode request =
        resolved(submit.at("/callbacks/BatchEnded"))
            .path("{$request.header.Call-Callback}")
            .path("post");
    JsonNode content = request.at("/requestBody/content/application~1cloudevents+json");
    assertEquals("#/components/schemas/BatchEnded", content.at("/schema/$ref").asText());
    assertEquals("dev.raincheck.batch.ended", content.at("/example/type").asText());
    assertEquals(
        "#/components/schemas/Batch",
        document.at("/components/schemas/BatchEnded/properties/data/$ref").asText());
  }

  @Test
  void linksLeadToOperations() {
    document
        .at("/components/links")
        .forEach(
            link -> {
              assertTrue(
                  document
                      .findValuesAsText("operationId")
                      .contains(link.path("operationId").asText()));
              assertEquals("$response.body#/id", link.at("/parameters/id").asText());
            });
  }

  @Test
  void everyProcedureShowsItsResultAndItsProblems() {
    for (ProcedureDefinition procedure : shown()) {
      JsonNode operation = operation(procedure);
      Set<String> statuses = names(operation.path("responses"));
      assertTrue(
          statuses.containsAll(List.of("202", "400", "422", "503", "default")), procedure.name());
      assertEquals(operation.has("requestBody"), statuses.contains("413"), procedure.name());
      assertEquals(operation.has("requestBody"), statuses.contains("415"), procedure.name());
      statuses.stream()
          .filter(status -> status.startsWith("2") && !status.equals("202"))
          .forEach(
              status ->
                  assertTrue(
                      names(operation.path("responses").path(status).path("headers"))
                          .containsAll(
                              List.of(
                                  "Call-Id", "Call-State", "Content-Location", "Server-Timing")),
                      procedure.name()));
    }
    assertTrue(
        resolved(operation(named("fetch")).path("responses").path("503"))
            .path("headers")
            .has("Retry-After"));
  }

  @Test
  void examplesOfProblemsAreOfAKindThatThereIs() {
    for (JsonNode response : document.at("/components/responses")) {
      JsonNode example = response.at("/content/application~1problem+json/example");
      if (!example.isMissingNode()) {
        String type = example.path("type").asText();
        ProblemType kind =
            ProblemType.ofSlug(type.substring(type.lastIndexOf('/') + 1)).orElseThrow();
        assertEquals(kind.uri(), type);
        assertEquals(kind.title(), example.path("title").asText());
        assertEquals(kind.status(), example.path("status").asInt());
        assertEquals(kind.isRetryable(), example.path("retryable").asBoolean());
      }
    }
  }

  @Test
  void whatTheAuthorSaysStays() {
    JsonNode burn = operation(named("openapi.burn"));
    assertEquals("Not burnt, with a reason", burn.at("/responses/422/description").asText());
    JsonNode priority =
        StreamSupport.stream(
                operation(named("openapi.send")).path("parameters").spliterator(), false)
            .filter(parameter -> parameter.path("name").asText().equals("Priority"))
            .findFirst()
            .orElseThrow();
    assertFalse(priority.has("$ref"));
  }

  @Test
  void otherOperationsAreNoProcedures() {
    assertFalse(document.at("/paths/~1problems/get/responses").has("202"));
    assertEquals(
        1,
        document.findValuesAsText("operationId").stream().filter("getCall"::equals).count()
            - document.at("/components/links").findValuesAsText("operationId").stream()
                .filter("getCall"::equals)
                .count());
  }

  @Test
  void everyReferenceResolves() {
    List<String> references = document.findValuesAsText("$ref");
    assertFalse(references.isEmpty());
    for (String reference : references) {
      assertTrue(reference.startsWith("#/"), reference);
      assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
    }
  }

  /** Built in, and of an application; the hidden one must do no more than not to be there. */
  private List<ProcedureDefinition> shown() {
    return Stream.of("fetch", "openapi.send", "openapi.burn").map(this::named).toList();
  }

  private ProcedureDefinition named(String name) {
    return registry.named(name).orElseThrow();
  }

  private JsonNode operation(ProcedureDefinition procedure) {
    String path =
        switch (procedure.name()) {
          case "openapi.send" -> "/openapi/{region}/parcels/{id}";
          case "openapi.burn" -> "/openapi/{region}/parcels";
          default -> procedure.path();
        };
    JsonNode operation =
        document.path("paths").path(path).path(procedure.verb().toLowerCase(Locale.ROOT));
    assertFalse(operation.isMissingNode(), path);
    return operation;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
