package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.raincheck.faults.Executions.Execution;
import dev.raincheck.faults.Executions.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose wall clocks are minutes apart are one service, as ever. */
class ClockIT {
  private static final List<String> CLOCKS = List.of("-7m", "+0m", "+9m");
  private static final Map<String, Integer> SHORT = Map.of("millis", 1);

  /** Far less than the clocks are apart. */
  private static final Duration NOT_MINUTES = Duration.ofSeconds(100);

  private static Fleet fleet;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    Optional<Path> library = Service.faketime();
    Assumptions.assumeTrue(
        library.isPresent(), "libfaketime is not there, which .ci/libfaketime brings");
    fleet = new Fleet(directory, "raincheck.procedures.\"work\".concurrency=3");
    List<Service.Plan> plans = new ArrayList<>();
    for (String clock : CLOCKS) {
      plans.add(fleet.plan().wallClock(library.get(), clock));
    }
    fleet.start(plans);
  }

  @AfterAll
  static void stop() throws Exception {
    if (fleet != null) {
      fleet.close();
    }
  }

  @BeforeEach
  void startAgainWhatWasKilled() throws Exception {
    for (int i = 0; i < CLOCKS.size(); i++) {
      if (!fleet.replica(i).isAlive()) {
        fleet.startAgain(i);
      }
    }
  }

  private static URI uri(int replica) {
    return fleet.replica(replica % CLOCKS.size()).uri();
  }

  @Test
  void theirClocksReallyDiffer() throws Exception {
    Set<Long> minutes = new HashSet<>();
    for (int i = 0; i < CLOCKS.size(); i++) {
      // A version 7 UUID begins with its maker's time.
      UUID id = Http.submit(uri(i), SHORT).expect(202).callId();
      long millis = id.getMostSignificantBits() >>> 16;
      minutes.add(Math.round((millis - System.currentTimeMillis()) / 60_000.0));
    }
    assertEquals(Set.of(-7L, 0L, 9L), minutes);
  }

  @Test
  void theyShareTheWorkAndAnswerForEachOther() throws Exception {
    for (int i = 0; i < CLOCKS.size(); i++) {
      int before = fleet.executions().all().size();
      List<UUID> ids = new ArrayList<>();
      for (int call = 0; call < 18; call++) {
        // So long that two replicas cannot do it all, however slowly the calls come in.
        ids.add(Http.submit(uri(i), Map.of("millis", 600)).expect(202).callId());
      }
      for (UUID id : ids) {
        Http.result(uri(i + 1), id, 30).expect(200);
      }
      List<Execution> all = fleet.executions().all();
      assertEquals(before + ids.size(), all.size(), "each ran once");
      assertEquals(
          fleet.replicas().stream().map(Service::pid).collect(Collectors.toSet()),
          all.stream().skip(before).map(Execution::pid).collect(Collectors.toSet()));
    }
  }

  @Test
  void aDelayIsKeptWhoeverAcceptsTheCall() throws Exception {
    long submitted = System.nanoTime();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < CLOCKS.size(); i++) {
      Http.Answer handle = Http.submit(uri(i), SHORT, "Call-Delay", "700ms").expect(202);
      long retryAfter = Long.parseLong(handle.header("Retry-After").orElseThrow());
      assertTrue(retryAfter < NOT_MINUTES.toSeconds(), handle::toString);
      ids.add(handle.callId());
    }
    for (int i = 0; i < CLOCKS.size(); i++) {
      Http.result(uri(i + 1), ids.get(i), 30).expect(200);
      long waited = fleet.executions().of(ids.get(i)).get(0).beganAtNanos() - submitted;
      assertTrue(waited >= Duration.ofMillis(700).toNanos(), () -> waited + " ns");
    }
  }

  @Test
  void aBudgetIsSpentInTimeAndNotBefore() throws Exception {
    List<CompletableFuture<Http.Answer>> enough = new ArrayList<>();
    List<CompletableFuture<Http.Answer>> tooLittle = new ArrayList<>();
    List<CompletableFuture<Http.Answer>> inTheQueue = new ArrayList<>();
    for (int i = 0; i < CLOCKS.size(); i++) {
      String[] wait = {"Prefer", "wait=30", "Operation-Timeout"};
      Map<String, Integer> endless = Placement.ENDLESS;
      enough.add(Http.submitAsync(uri(i), SHORT, wait[0], wait[1], wait[2], "25s"));
      tooLittle.add(Http.submitAsync(uri(i), endless, wait[0], wait[1], wait[2], "1s"));
      inTheQueue.add(
          Http.submitAsync(uri(i), SHORT, wait[0], wait[1], wait[2], "1s", "Call-Delay", "1h"));
    }
    for (CompletableFuture<Http.Answer> answer : enough) {
      assertEquals("SUCCEEDED", answer.get().expect(200).state());
    }
    for (CompletableFuture<Http.Answer> answer : tooLittle) {
      Http.Answer expired = answer.get().expect(504);
      assertEquals("EXPIRED", expired.state());
      assertEquals(1, fleet.executions().of(expired.callId()).size());
    }
    for (CompletableFuture<Http.Answer> answer : inTheQueue) {
      assertEquals("EXPIRED", answer.get().expect(504).state());
    }
  }

  @Test
  void attemptsAreRepeatedAfterTheirBackOff() throws Exception {
    List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
    for (int i = 0; i < CLOCKS.size(); i++) {
      Map<String, Integer> failsTwice = Map.of("millis", 1, "failures", 2);
      answers.add(Http.submitAsync(uri(i), failsTwice, "Prefer", "wait=30"));
    }
    for (int i = 0; i < CLOCKS.size(); i++) {
      Http.Answer result = answers.get(i).get().expect(200);
      List<Execution> executions = fleet.executions().of(result.callId());
      assertEquals(3, executions.size());
      assertEquals(3, result.json().path("attempt").asInt());
      JsonNode call = Http.call(uri(i + 1), result.callId()).expect(200).json();
      Instant created = Instant.parse(call.path("createdAt").asText());
      Instant ended = Instant.parse(call.path("endedAt").asText());
      assertTrue(!ended.isBefore(created), call::toPrettyString);
      assertTrue(ended.isBefore(created.plus(NOT_MINUTES)), call::toPrettyString);
      assertTrue(call.at("/timing/totalMs").asDouble() < NOT_MINUTES.toMillis());
    }
  }

  @Test
  void callsAreListedInTheOrderInWhichTheyCame() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(Http.submit(uri(i), SHORT).expect(202).callId().toString());
    }
    Collections.reverse(ids);
    for (int i = 0; i < CLOCKS.size(); i++) {
      assertEquals(ids, listed(uri(i), "limit=12"));
      // Page by page, and each at another replica.
      Http.Answer page = Http.get(uri(i), "/calls?limit=5").expect(200);
      String next = page.header("Link").orElseThrow().replaceAll("<(.*)>.*", "$1");
      assertEquals(ids.subList(5, 10), ids(Http.get(uri(i + 1), next).expect(200)));
      String since =
          Http.call(uri(i), UUID.fromString(ids.get(11))).json().path("createdAt").asText();
      assertTrue(listed(uri(i), "since=" + since + "&limit=200").containsAll(ids));
    }
  }

  @Test
  void onlyWhoIsDeadLosesItsLease() throws Exception {
    List<String> leases = leases();
    assertEquals(CLOCKS.size(), leases.size());
    // For longer than a lease.
    awaitRenewals(Duration.ofSeconds(3));
    assertEquals(leases, leases());

    List<Execution> begun = new ArrayList<>();
    for (int victim : new int[] {0, 2}) {
      begun.add(Placement.on(fleet.replica(victim), Map.of("millis", 500), fleet.executions()));
      fleet.replica(victim).kill();
    }
    for (Execution first : begun) {
      Http.Answer result = Http.result(uri(1), first.callId(), 30).expect(200);
      Execution second = fleet.executions().awaitBegun(first.callId(), 2);
      assertEquals(fleet.replica(1).pid(), second.pid());
      assertTrue(second.ended(Outcome.OK));
      assertEquals(second.token().toString(), result.json().path("token").asText());
    }
  }

  private static void awaitRenewals(Duration during) throws Exception {
    String seen = "select (extract(epoch from min(seen_at)) * 1000)::bigint from raincheck.node";
    long target = fleet.database().number(seen) + during.toMillis();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> fleet.database().number(seen) >= target);
  }

  private static List<String> leases() throws Exception {
    return fleet
        .database()
        .query("select id from raincheck.node order by id", row -> row.getString(1));
  }

  private static List<String> listed(URI service, String query) throws Exception {
    return ids(Http.get(service, "/calls?" + query).expect(200));
  }

  private static List<String> ids(Http.Answer page) {
    List<String> ids = new ArrayList<>();
    page.json().path("items").forEach(call -> ids.add(call.path("id").asText()));
    return ids;
  }
}
