package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.Http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service dies in the middle of a call and is started again; the caller does not notice. */
class RestartIT {
  @TempDir static Path directory;
  private static Target target;
  private static Application service;
  private static Application caller;

  @BeforeAll
  static void start() throws IOException {
    target = new Target();
    service = Application.service(directory.resolve("restarted-service")).start();
    caller = Application.caller(directory.resolve("caller-of-restarted"), service.uri()).start();
  }

  @AfterAll
  static void stop() throws Exception {
    caller.close();
    service.close();
    target.close();
  }

  @Test
  void aGatherGoesOn() throws Exception {
    int before = calls();
    List<String> paths = List.of("/one", "/two", "/three", "/four", "/five");
    CompletableFuture<Answer> gathered =
        Http.later(caller, "/gather", paths.stream().map(target::url).toArray(String[]::new));
    // The submits are being held by the service, which waits for the results.
    paths.forEach(path -> target.awaitArrivals(path, 1));
    service.kill();
    paths.forEach(target::open);
    service.start();
    JsonNode answers = gathered.join().expect(200).json();
    assertEquals(paths, answers.findValuesAsText("body"));
    assertEquals(before + 5, calls());
  }

  @Test
  void aLongPollGoesOn() throws Exception {
    int before = calls();
    String id = Http.post(caller, "/handles", target.url("/poll")).expect(200).json().asText();
    CompletableFuture<Answer> collected = Http.later(caller, "/handles/" + id + "/result");
    target.awaitArrivals("/poll", 1);
    service.kill();
    target.open("/poll");
    service.start();
    assertEquals("/poll", collected.join().expect(200).json().path("body").asText());
    assertEquals(before + 1, calls());
  }

  private static int calls() {
    return Http.get(service, "/calls?limit=200").expect(200).json().path("items").size();
  }
}
