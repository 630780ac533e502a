package dev.raincheck.faults;

import dev.raincheck.faults.history.Exchange;
import dev.raincheck.faults.history.History;
import dev.raincheck.faults.history.Question;
import dev.raincheck.faults.history.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks replicas, and records every question with what came of it. Thread-safe. */
final class Client {
  /**
   * Longer than a replica may take to find out that it cannot answer: then this is a hang. What a
   * request wants to wait comes on top of it.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final History history;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Client(History history) {
    this.history = history;
  }

  /** A replica, by name and address. */
  record Target(String name, URI uri) {}

  /** Submits work. */
  CompletableFuture<Reply> submit(
      Target target, Question.Submit question, byte[] body, int wait, List<String> headers) {
    HttpRequest.Builder request =
        request(target, "/work", wait)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return ask(target, question, request, wait);
  }

  /** Asks how a call is. */
  Reply status(Target target, String id, int wait) {
    return ask(target, new Question.Status(id), request(target, "/calls/" + id, wait), wait).join();
  }

  /** Asks what came of a call. */
  Reply result(Target target, String id, int wait) {
    HttpRequest.Builder request = request(target, "/calls/" + id + "/result", wait);
    return ask(target, new Question.Result(id), request, wait).join();
  }

  /** Cancels a call. */
  Reply cancel(Target target, String id) {
    HttpRequest.Builder request =
        request(target, "/calls/" + id + "/cancel", 0).POST(HttpRequest.BodyPublishers.noBody());
    return ask(target, new Question.Cancel(id), request, 0).join();
  }

  /** Lists the newest calls. */
  Reply list(Target target) {
    return ask(target, new Question.Listing(), request(target, "/calls?limit=20", 0), 0).join();
  }

  private static HttpRequest.Builder request(Target target, String path, int wait) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.uri().resolve(path)).timeout(PATIENCE.plusSeconds(wait));
    return wait == 0 ? request : request.header("Prefer", "wait=" + wait);
  }

  private CompletableFuture<Reply> ask(
      Target target, Question question, HttpRequest.Builder request, int wait) {
    boolean mayTell = question instanceof Question.Submit || question instanceof Question.Result;
    long sentAt = System.nanoTime();
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        // The timeout of the request ends with the headers of the answer.
        .orTimeout(PATIENCE.plusSeconds(wait + 1).toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) -> {
              long overAt = System.nanoTime();
              Reply reply =
                  response == null ? Answers.failure(failure) : Answers.of(response, mayTell);
              history.add(new Exchange(question, target.name(), sentAt, overAt, reply));
              return reply;
            });
  }
}
