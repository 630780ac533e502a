package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Http.Answer;
import com.example.Relay.Mood;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What the application does with its typed clients, against the packaged service. */
class CallerIT {
  @TempDir static Path directory;
  private static Target target;
  private static Application service;
  private static Relay pages;
  private static Relay patient;
  private static Application caller;

  @BeforeAll
  static void start() throws IOException {
    target = new Target();
    service = Application.service(directory.resolve("service")).start();
    pages = new Relay(service.uri());
    patient = new Relay(service.uri(), Mood.REFUSE, Mood.LOSE_THE_ANSWER, Mood.REFUSE);
    caller =
        caller(
                "caller",
                "raincheck.client.\"pages\".wait=1s",
                "quarkus.rest-client.pages.url=" + pages.uri(),
                "quarkus.rest-client.patient.url=" + patient.uri())
            .start();
  }

  private static Application caller(String name, String... settings) throws IOException {
    return Application.caller(directory.resolve(name), service.uri(), settings);
  }

  @AfterAll
  static void stop() throws Exception {
    caller.close();
    patient.close();
    pages.close();
    service.close();
    target.close();
  }

  @Test
  void fiveUrlsAreFetchedAtTheSameTimeAndGatheredInTheirOrder() {
    List<String> paths = List.of("/one", "/two", "/three", "/four", "/five");
    CompletableFuture<Answer> gathered =
        Http.later(caller, "/gather", paths.stream().map(target::url).toArray(String[]::new));
    // Nobody was answered yet: all five are under way.
    paths.forEach(path -> target.awaitArrivals(path, 1));
    target.open("/five");
    target.open("/three");
    paths.forEach(target::open);
    JsonNode answers = gathered.join().expect(200).json();
    assertEquals(paths, answers.findValuesAsText("body"));
    String metrics = Http.get(caller, "/q/metrics").expect(200).text();
    assertTrue(metrics.contains("raincheck_client_total_seconds_count{"), metrics);
  }

  @Test
  void aCallIsSubmittedHereAndCollectedByAnotherInstance() throws Exception {
    String path;
    try (Application first = caller("first").start()) {
      path = submit(first, "/later", 0);
      target.awaitArrivals("/later", 1);
    }
    assertEquals("RUNNING", Http.get(caller, path).expect(200).json().asText());
    CompletableFuture<Answer> collected = Http.later(caller, path + "/result");
    target.open("/later");
    assertEquals("/later", collected.join().expect(200).json().path("body").asText());
    assertEquals("/later", Http.get(caller, path + "/result").json().path("body").asText());
    JsonNode timing = Http.get(caller, path + "/timing").expect(200).json();
    assertTrue(timing.path(1).isIntegralNumber(), timing.toString());
    assertEquals("SUCCEEDED", Http.get(caller, path).expect(200).json().asText());
    assertTrue(listed("SUCCEEDED").contains(path));
    assertEquals(1, target.arrivals("/later"));
  }

  @Test
  void aCallIsCancelledAndTriedAgain() {
    String path = submit(caller, "/unwanted", 0);
    target.awaitArrivals("/unwanted", 1);
    Http.post(caller, path + "/cancel").expect(200);
    String failure = Http.get(caller, path + "/result").expect(500).text();
    assertTrue(failure.startsWith("Cancelled: "), failure);
    assertTrue(listed("CANCELLED").contains(path));
    target.open("/unwanted");
    Http.post(caller, path + "/retry").expect(200);
    assertEquals("/unwanted", Http.get(caller, path + "/result").json().path("body").asText());
  }

  @Test
  void aCallThatTakesTooLongExpires() {
    String path = submit(caller, "/never", 1);
    String failure = Http.get(caller, path + "/result").expect(500).text();
    assertTrue(failure.startsWith("Expired: "), failure);
  }

  @Test
  void whatTheServiceRefusesFailsAtOnce() {
    String failure = Http.get(caller, "/gather", "ftp://example.org/").expect(500).text();
    assertTrue(failure.startsWith("Refused: "), failure);
  }

  @Test
  void callingAgainNeverMakesASecondExecution() {
    target.open("/once");
    Answer answer = Http.get(caller, "/patient", target.url("/once")).expect(200);
    assertEquals("/once", answer.json().path("body").asText());
    assertEquals(1, target.arrivals("/once"));
    List<Relay.Seen> submits =
        patient.seen().stream().filter(seen -> seen.method().equals("POST")).toList();
    assertTrue(submits.size() > 3, submits.toString());
    Set<List<String>> keys =
        submits.stream().map(seen -> seen.header("idempotency-key")).collect(Collectors.toSet());
    assertEquals(1, keys.size(), keys.toString());
  }

  @Test
  void anInterfaceOfItsOwnIsFollowedWithItsOwnAuthentication() {
    CompletableFuture<Answer> page = Http.later(caller, "/pages", target.url("/page"));
    pages.await(seen -> seen.method().equals("GET") && seen.path().endsWith("/result"));
    target.open("/page");
    JsonNode answer = page.join().expect(200).json();
    assertEquals("{\"status\":200,\"body\":\"/page\"}", answer.toString());
    for (Relay.Seen seen : pages.seen()) {
      assertEquals(List.of("Bearer of this badge"), seen.header("authorization"), seen.toString());
    }
  }

  @Test
  void aBlockingInterfaceWaitsOnAWorkerThread() {
    target.open("/worker");
    Answer answer = Http.get(caller, "/blocking/worker", target.url("/worker")).expect(200);
    assertEquals("/worker", answer.json().path("body").asText());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aBlockingInterfaceWaitsOnAVirtualThread() {
    target.open("/virtual");
    Answer answer = Http.get(caller, "/blocking/virtual-thread", target.url("/virtual"));
    assertEquals("/virtual on a virtual thread", answer.expect(200).text());
  }

  @Test
  void aBlockingInterfaceIsRefusedOnAnEventLoop() {
    String failure =
        Http.get(caller, "/blocking/event-loop", target.url("/loop")).expect(500).text();
    assertTrue(failure.startsWith("BlockingNotAllowedException: "), failure);
    assertEquals(0, target.arrivals("/loop"));
  }

  private static String submit(Application by, String path, int seconds) {
    return "/handles/"
        + Http.post(by, "/handles?seconds=" + seconds, target.url(path))
            .expect(200)
            .json()
            .asText();
  }

  private static Set<String> listed(String state) {
    JsonNode ids = Http.get(caller, "/handles?state=" + state).expect(200).json();
    return StreamSupport.stream(ids.spliterator(), false)
        .map(id -> "/handles/" + id.asText())
        .collect(Collectors.toSet());
  }
}
