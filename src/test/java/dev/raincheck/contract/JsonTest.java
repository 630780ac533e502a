package dev.raincheck.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written is read back, by a mapper with no more than the settings of Quarkus. */
class JsonTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModules(new JavaTimeModule(), new Jdk8Module(), new ParameterNamesModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private static final Instant TIME = Instant.parse("2026-11-22T08:00:00.123Z");

  private static final Call FULL =
      new Call(
          UUID.fromString("0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d"),
          "fetch",
          CallState.RUNNING,
          TIME,
          TIME.plusSeconds(1),
          TIME.plusSeconds(2),
          TIME.plusSeconds(3),
          TIME.plusSeconds(4),
          2,
          5,
          TIME.plusSeconds(5),
          true,
          new Call.Progress(3, 10, "page 3"),
          new Call.Failure(503, "It did not work"),
          List.of(
              new Call.Attempt(1, TIME, TIME, "a-replica", new Call.Failure(500, "No")),
              new Call.Attempt(2, TIME, null, "a-replica", null)),
          new Call.Timing(4.1, 120.0, 130.2),
          new Call.Links("/calls/1", "/calls/1/result", "/calls/1/events", "/calls/1/cancel"),
          List.of(
              new Call.Delivery(
                  new UUID(1, 2),
                  Call.DeliveryState.PENDING,
                  1,
                  TIME,
                  503,
                  "It answered 503",
                  TIME.plusSeconds(9),
                  null)));

  private static final Call EMPTY =
      new Call(
          FULL.id(),
          "fetch",
          CallState.QUEUED,
          TIME,
          null,
          null,
          null,
          null,
          0,
          5,
          null,
          false,
          null,
          null,
          List.of(),
          new Call.Timing(0, 0, 0),
          FULL.links(),
          List.of());

  private static <T> T again(T value, Class<T> type) throws Exception {
    return JSON.readValue(JSON.writeValueAsBytes(value), type);
  }

  /** Puts a member that nobody knows into every object. */
  private static JsonNode withMore(JsonNode node) {
    node.forEach(JsonTest::withMore);
    if (node instanceof ObjectNode object) {
      object.putObject("ofALaterVersion").put("x", 1);
    }
    return node;
  }

  @Test
  void aCallIsReadBack() throws Exception {
    assertEquals(FULL, again(FULL, Call.class));
    assertEquals(EMPTY, again(EMPTY, Call.class));
  }

  @Test
  void unknownMembersOfACallAreIgnored() throws Exception {
    JsonNode more = withMore(JSON.valueToTree(FULL));
    assertTrue(more.at("/attempts/0/failure/ofALaterVersion/x").isInt());
    assertEquals(FULL, JSON.treeToValue(more, Call.class));
  }

  @Test
  void everyMemberOfACallIsWrittenInOrder() throws Exception {
    List<String> names = new ArrayList<>();
    JSON.valueToTree(EMPTY).fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "id",
            "procedure",
            "state",
            "createdAt",
            "notBefore",
            "expiresAt",
            "startedAt",
            "endedAt",
            "attempt",
            "maxAttempts",
            "nextAttemptAt",
            "cancelRequested",
            "progress",
            "failure",
            "attempts",
            "timing",
            "links"),
        names);
    assertEquals("2026-11-22T08:00:00.123Z", JSON.valueToTree(EMPTY).get("createdAt").asText());
  }

  @Test
  void aBatchIsReadBack() throws Exception {
    Batch told = batch(FULL.deliveries());
    assertEquals(told, again(told, Batch.class));
    assertEquals(told, JSON.treeToValue(withMoreBesideCounts(told), Batch.class));
    JsonNode plain = JSON.valueToTree(batch(List.of()));
    assertFalse(plain.has("deliveries"));
    assertEquals(batch(List.of()), JSON.treeToValue(plain, Batch.class));
  }

  private static Batch batch(List<Call.Delivery> deliveries) {
    return new Batch(
        FULL.id(),
        CallState.SUCCEEDED,
        Awaiting.ALL,
        false,
        TIME,
        TIME.plusSeconds(1),
        false,
        2,
        Map.of(CallState.SUCCEEDED, 2),
        new Batch.Links(
            "/batches/1",
            "/batches/1/result",
            "/batches/1/events",
            "/batches/1/calls",
            "/batches/1/cancel"),
        deliveries);
  }

  /** Into the counts goes no other state: its name would not be known. */
  private static JsonNode withMoreBesideCounts(Batch batch) {
    ObjectNode json = JSON.valueToTree(batch);
    withMore(json.get("links"));
    withMore(json.get("deliveries"));
    json.put("ofALaterVersion", 1);
    return json;
  }

  @Test
  void aPageAndAProcedureAreReadBack() throws Exception {
    CallsApi.CallPage page = new CallsApi.CallPage(List.of(FULL, EMPTY));
    assertEquals(page, again(page, CallsApi.CallPage.class));

    ProcedureView view =
        new ProcedureView(
            "fetch",
            "POST",
            "/fetches",
            new ProcedureView.Policy(5, "1s", "1m", "5m", 64, 100_000, "7d"),
            true,
            1,
            2,
            Map.of(CallState.SUCCEEDED, 3L),
            new ProcedureView.Latency(
                new ProcedureView.Quantiles(1, 2, 3), new ProcedureView.Quantiles(4, 5, 6)),
            "closed");
    assertEquals(view, again(view, ProcedureView.class));
    JsonNode more = JSON.valueToTree(view);
    List.of("/policy", "/latency", "/latency/queue").forEach(part -> withMore(more.at(part)));
    assertEquals(view, JSON.treeToValue(more, ProcedureView.class));
  }

  @Test
  void aProblemIsReadBackWithItsExtensions() throws Exception {
    Problem problem =
        Problem.of(ProblemType.UPSTREAM_FAILED, "It answered with 500.")
            .about("/calls/1", 3)
            .withViolations(List.of(new Problem.Violation("request.url", "must not be null")))
            .with("upstreamStatus", 500)
            .with("nested", Map.of("list", List.of(1, "two")));

    JsonNode json = JSON.valueToTree(problem);

    assertEquals(problem, again(problem, Problem.class));
    assertEquals(500, json.get("upstreamStatus").asInt());
    assertFalse(json.has("extensions"));
  }

  @Test
  void aBareProblemHasNoEmptyMembers() throws Exception {
    Problem problem = Problem.of(ProblemType.NOT_FOUND, "There is no such call.");

    assertEquals(
        "{\"type\":\"/problems/not-found\",\"title\":\"There is nothing here\",\"status\":404,"
            + "\"detail\":\"There is no such call.\",\"retryable\":false}",
        JSON.writeValueAsString(problem));
    assertEquals(problem, again(problem, Problem.class));
  }

  @Test
  void extensionsKeepTheirOrder() throws Exception {
    Problem problem = Problem.of(ProblemType.INTERNAL, "x");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      problem = problem.with("e" + i, i);
      expected.append(",\"e").append(i).append("\":").append(i);
    }
    assertTrue(JSON.writeValueAsString(problem).endsWith(expected + "}"));
  }

  @Test
  void aProblemOfAnybodyIsRead() throws Exception {
    Problem problem =
        JSON.readValue(
            "{\"type\":\"about:blank\",\"title\":\"Oops\",\"status\":418,\"foo\":null,\"bar\":[1]}",
            Problem.class);

    assertEquals(418, problem.status());
    assertEquals(List.of(1), problem.extensions().get("bar"));
    assertNull(problem.detail());
    assertNull(problem.violations());
    assertEquals(problem, again(problem, Problem.class));
  }
}
