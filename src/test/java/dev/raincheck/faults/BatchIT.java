package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches and pauses are the same at every replica, and outlive those that die. */
class BatchIT {
  private static final int SLOTS = 4;
  private static final int CALLS = 40;
  private static final String PAUSE = "/procedures/work/";

  @TempDir static Path directory;
  private static Fleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet =
        new Fleet(
            directory,
            "raincheck.procedures.\"work\".concurrency=" + SLOTS,
            "raincheck.execution.lease=3s");
    fleet.start(2);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  private static URI uri(int replica) {
    return fleet.replica(replica).uri();
  }

  @Test
  void itEndsThoughAReplicaIsKilled() throws Exception {
    Http.Answer accepted = submit(0, CALLS, 300, false);
    fleet
        .executions()
        .await("both have begun", all -> all.stream().map(e -> e.pid()).distinct().count() == 2);
    fleet.replica(0).kill();
    JsonNode results = results(1, accepted);
    assertEquals(CALLS, results.size());
    for (int i = 0; i < CALLS; i++) {
      assertEquals(i, results.get(i).path("index").asInt());
      assertEquals("SUCCEEDED", results.get(i).path("state").asText());
      assertEquals(
          results.get(i).path("callId").asText(),
          results.get(i).path("body").path("callId").asText());
    }
    fleet.startAgain(0);
  }

  @Test
  void whatIsCancelledIsStoppedEverywhere() throws Exception {
    Http.Answer accepted = submit(0, CALLS, 3_600_000, false);
    Http.post(uri(1), location(accepted) + "/cancel").expect(200);
    JsonNode results = results(0, accepted);
    results.forEach(result -> assertEquals("CANCELLED", result.path("state").asText()));
  }

  @Test
  void aPauseHoldsAtEveryReplicaAndAfterARestart() throws Exception {
    assertTrue(Http.post(uri(0), PAUSE + "pause").expect(200).json().path("paused").asBoolean());
    awaitPaused(1, true);
    fleet.replica(1).kill();
    fleet.startAgain(1);
    List<Http.Answer> submitted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      submitted.add(Http.submit(uri(i % 2), Map.of("millis", 1)).expect(202));
    }
    // As long as a poll and more: who did not know would have claimed them by then.
    Http.get(uri(0), "/calls/" + submitted.get(0).callId(), "Prefer", "wait=2").expect(200);
    for (Http.Answer call : submitted) {
      assertEquals("QUEUED", Http.call(uri(0), call.callId()).expect(200).state());
    }
    assertTrue(awaitPaused(1, true));

    Http.post(uri(1), PAUSE + "resume").expect(200);
    awaitPaused(0, false);
    for (Http.Answer call : submitted) {
      Http.result(uri(0), call.callId(), 30).expect(200);
    }
  }

  private static boolean awaitPaused(int replica, boolean paused) {
    Awaitility.await()
        .until(
            () ->
                Http.get(uri(replica), "/procedures/work").json().path("paused").asBoolean()
                    == paused);
    return true;
  }

  private static Http.Answer submit(int replica, int calls, int millis, boolean failFast)
      throws Exception {
    String call = "{\"procedure\":\"work\",\"input\":{\"millis\":" + millis + "}}";
    String all = String.join(",", IntStream.range(0, calls).mapToObj(i -> call).toList());
    return Http.postJson(
            uri(replica), "/batches", "{\"calls\":[" + all + "],\"failFast\":" + failFast + "}")
        .expect(202);
  }

  private static String location(Http.Answer batch) {
    return batch.header("Location").orElseThrow();
  }

  private static JsonNode results(int replica, Http.Answer batch) throws Exception {
    Http.Answer answer;
    do {
      answer = Http.get(uri(replica), location(batch) + "/result", "Prefer", "wait=10");
    } while (answer.status() == 202);
    return answer.expect(200).json();
  }
}
