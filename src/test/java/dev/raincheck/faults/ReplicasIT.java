package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas that start at the same time on an empty database are one service. */
class ReplicasIT {
  private static final int REPLICAS = 3;
  private static final int SLOTS = 4;
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);
  private static final Map<String, Integer> ENDLESS = Map.of("millis", 3_600_000);

  @TempDir static Path directory;
  private static Fleet fleet;
  private static List<Service> replicas;

  @BeforeAll
  static void start() throws Exception {
    // So few slots that each has to help, and so long a lease that none is taken for dead.
    fleet =
        new Fleet(
            directory,
            "raincheck.procedures.\"work\".concurrency=" + SLOTS,
            "raincheck.execution.lease=1m");
    replicas = fleet.start(REPLICAS);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  private static List<Long> pids() {
    return replicas.stream().map(Service::pid).toList();
  }

  private static URI uri(int replica) {
    return replicas.get(replica % REPLICAS).uri();
  }

  @Test
  void anyOfThemAnswersForAnyCall() throws Exception {
    for (int i = 0; i < REPLICAS; i++) {
      UUID id = Http.submit(uri(i), SHORT).expect(202).callId();
      for (int other = 0; other < REPLICAS; other++) {
        JsonNode result = Http.result(uri(other), id, 30).expect(200).json();
        assertEquals(id.toString(), result.path("callId").asText());
        assertEquals(token(id), result.path("token").asText());
        assertEquals("SUCCEEDED", Http.call(uri(other), id).expect(200).state());
        assertTrue(listed(uri(other)).contains(id.toString()));
      }
    }
  }

  @Test
  void aWaitAtOneEndsWithTheCallAtAnother() throws Exception {
    // A delayed call is claimed by whoever sees it first.
    List<CompletableFuture<Http.Answer>> inline = new ArrayList<>();
    for (int i = 0; i < 4 * REPLICAS; i++) {
      inline.add(
          Http.submitAsync(uri(i), SHORT, "Prefer", "wait=30", "Call-Delay", (i + 1) + "00ms"));
    }
    for (CompletableFuture<Http.Answer> answer : inline) {
      Http.Answer result = answer.join().expect(200);
      assertEquals(token(result.callId()), result.json().path("token").asText());
    }
  }

  @Test
  void oneCancelsWhatRunsOnAnother() throws Exception {
    for (int i = 0; i < REPLICAS; i++) {
      UUID id = Http.submit(uri(i), ENDLESS).expect(202).callId();
      int runner = pids().indexOf(fleet.executions().awaitBegun(id, 1).pid());
      Http.cancel(uri(runner + 1), id).expect(200);
      Http.result(uri(runner + 2), id, 30).expect(410);
      assertEquals("CANCELLED", Http.call(uri(i), id).expect(200).state());
      fleet
          .executions()
          .await(
              id + " was stopped",
              all -> of(all, Set.of(id)).stream().anyMatch(each -> each.ended(Outcome.STOPPED)));
    }
  }

  @Test
  void theyShareWhatOneWasGiven() throws Exception {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 2 * SLOTS * REPLICAS; i++) {
      ids.add(Http.submit(uri(0), Map.of("millis", 1000)).expect(202).callId());
    }
    Set<String> tokens = new HashSet<>();
    for (UUID id : ids) {
      tokens.add(Http.result(uri(1), id, 30).expect(200).json().path("token").asText());
    }
    List<Execution> executions = of(fleet.executions().all(), ids);
    assertEquals(ids.size(), executions.size(), "each ran once");
    assertEquals(
        tokens,
        executions.stream().map(each -> each.token().toString()).collect(Collectors.toSet()));
    assertEquals(
        Set.copyOf(pids()), executions.stream().map(Execution::pid).collect(Collectors.toSet()));
  }

  @Test
  void aKeyIsOneCallForAllOfThem() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "round-" + round;
      List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 4 * REPLICAS; i++) {
        answers.add(Http.submitAsync(uri(i), SHORT, "Idempotency-Key", key));
      }
      Set<UUID> ids =
          answers.stream().map(answer -> answer.join().callId()).collect(Collectors.toSet());
      assertEquals(1, ids.size());
      Http.result(uri(round), ids.iterator().next(), 30).expect(200);
      assertEquals(1, of(fleet.executions().all(), ids).size());
    }
  }

  private static List<Execution> of(List<Execution> all, Set<UUID> ids) {
    return all.stream().filter(each -> ids.contains(each.callId())).toList();
  }

  private static String token(UUID id) throws Exception {
    return fleet.executions().of(id).get(0).token().toString();
  }

  private static Set<String> listed(URI service) throws Exception {
    Set<String> ids = new HashSet<>();
    Http.get(service, "/calls?procedure=work&limit=200")
        .expect(200)
        .json()
        .path("items")
        .forEach(call -> ids.add(call.path("id").asText()));
    return ids;
  }
}
