package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/**
 * A time in which no replica of a fleet can use the database, longer than their leases: what must
 * hold before, in and after it. Of one thread.
 */
final class Outage {
  /** Long enough to end after the fault has begun, and to end while it is there. */
  private static final Map<String, Integer> SOME_WORK = Map.of("millis", 2500);

  /** May end after it. */
  private static final Map<String, Integer> LONG_WORK = Map.of("millis", 4500);

  private static final Map<String, Integer> SHORT_WORK = Map.of("millis", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Fleet fleet;
  private final boolean readable;

  private Outage(Fleet fleet, boolean readable) {
    this.fleet = fleet;
    this.readable = readable;
  }

  /** Makes the fault, or mends it. */
  interface Step {
    void run() throws Exception;
  }

  /** One in which the database does nothing. */
  static Outage of(Fleet fleet) {
    return new Outage(fleet, false);
  }

  /** One in which the database still answers what only reads. */
  static Outage ofWrites(Fleet fleet) {
    return new Outage(fleet, true);
  }

  /** Goes through it. */
  void from(Step begin, Step end) throws Exception {
    List<UUID> some = submitEverywhere(SOME_WORK);
    List<UUID> others = submitEverywhere(LONG_WORK);
    for (UUID id : some) {
      fleet.executions().awaitBegun(id, 1);
    }

    begin.run();
    try {
      goesOn(some);
    } finally {
      end.run();
    }
    for (Service replica : fleet.replicas()) {
      awaitReadiness(replica.uri(), 200, "answers", "held");
    }
    for (UUID id : some) {
      keeps(id);
    }
    for (UUID id : others) {
      keeps(id);
    }
    works(fleet);
  }

  private void goesOn(List<UUID> some) throws Exception {
    long begun = System.nanoTime();
    areRefused(some.get(0));
    for (Service replica : fleet.replicas()) {
      awaitReadiness(replica.uri(), 503, "failed", "none");
    }
    areRefused(some.get(0));
    for (UUID id : some) {
      assertTrue(awaitEnd(id).atNanos() > begun, "ended before the fault");
    }
  }

  private List<UUID> submitEverywhere(Map<String, Integer> work) throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (Service replica : fleet.replicas()) {
      ids.add(Http.submit(replica.uri(), work).expect(202).callId());
    }
    return ids;
  }

  private void areRefused(UUID known) throws Exception {
    ExecutorService requests = Executors.newCachedThreadPool();
    try {
      for (Future<Void> answer : requests.invokeAll(refusals(known))) {
        answer.get();
      }
    } finally {
      requests.shutdownNow();
    }
  }

  /** What every replica answers to a set of requests that it gets at the same time. */
  private List<Callable<Void>> refusals(UUID known) {
    List<Callable<Void>> all = new ArrayList<>();
    for (Service replica : fleet.replicas()) {
      URI service = replica.uri();
      all.add(refused(() -> Http.submit(service, SHORT_WORK)));
      all.add(refused(() -> Http.submit(service, SHORT_WORK, "Prefer", "wait=1")));
      all.add(refused(() -> Http.cancel(service, known)));
      for (String path : List.of("/calls/" + known, "/calls/" + known + "/result", "/calls")) {
        all.add(readable ? answered(service, path) : refused(() -> Http.get(service, path)));
      }
    }
    return all;
  }

  private static Callable<Void> refused(Callable<Http.Answer> request) {
    return () -> {
      isRefused(request.call());
      return null;
    };
  }

  private static Callable<Void> answered(URI service, String path) {
    return () -> {
      int status = Http.get(service, path).status();
      assertTrue(status == 200 || status == 202, path);
      return null;
    };
  }

  /** It can be tried again, and the answer says so. */
  static void isRefused(Http.Answer answer) {
    answer.expect(503);
    assertEquals("application/problem+json", answer.header("Content-Type").orElse("none"));
    assertEquals("/problems/unavailable", answer.json().path("type").asText());
    assertTrue(answer.header("Retry-After").isPresent(), answer::toString);
  }

  /** Waits until the readiness of a replica is this one. */
  static void awaitReadiness(URI service, int status, String database, String lease) {
    Awaitility.await("readiness " + status)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              Http.Answer answer = Http.get(service, "/q/health/ready");
              assertEquals(status, answer.status());
              JsonNode data = replica(answer.json());
              assertEquals(database, data.path("database").asText(), answer::toString);
              assertEquals(lease, data.path("lease").asText(), answer::toString);
            });
  }

  private static JsonNode replica(JsonNode health) {
    for (JsonNode check : health.path("checks")) {
      if (check.path("name").asText().equals("raincheck-replica")) {
        return check.path("data");
      }
    }
    return MissingNode.getInstance();
  }

  private Executions.End awaitEnd(UUID id) throws Exception {
    fleet
        .executions()
        .await(
            id + " has ended",
            all ->
                all.stream().anyMatch(each -> each.callId().equals(id) && each.end().isPresent()));
    return fleet.executions().of(id).get(0).end().orElseThrow();
  }

  /** The call ran once, and what it came to then is its result. */
  private void keeps(UUID id) throws Exception {
    URI anybody = fleet.replica(0).uri();
    Http.Answer result = Http.result(anybody, id, 30).expect(200);
    List<Execution> executions = fleet.executions().of(id);
    assertEquals(1, executions.size(), "executions");
    assertTrue(executions.get(0).ended(Outcome.OK), "ended well");
    assertEquals(executions.get(0).token().toString(), result.json().path("token").asText());
    JsonNode call = Http.call(anybody, id).expect(200).json();
    assertEquals("SUCCEEDED", call.path("state").asText());
    assertEquals(1, call.path("attempt").asInt());
    assertEquals(1, call.path("attempts").size());
  }

  /** Every replica takes new calls and runs them. */
  static void works(Fleet fleet) throws Exception {
    for (Service replica : fleet.replicas()) {
      UUID id = Http.submit(replica.uri(), SHORT_WORK).expect(202).callId();
      Http.result(replica.uri(), id, 30).expect(200);
    }
  }
}
