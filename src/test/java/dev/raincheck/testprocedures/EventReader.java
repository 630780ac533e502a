package dev.raincheck.testprocedures;

import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as they come, by the rules of HTML; the comments too. */
public final class EventReader implements Flow.Subscriber<String>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Long> retry = new CompletableFuture<>();
  private final CompletableFuture<HttpResponse<Void>> response;
  private volatile Flow.@Nullable Subscription lines;
  private String id = "";
  private String name = "message";
  private final StringBuilder data = new StringBuilder();

  /**
   * An event.
   *
   * @param id as it was sent
   * @param name {@code state}, {@code progress}, or {@code comment} for a comment
   * @param data its data
   */
  public record Event(String id, String name, String data) {
    public JsonPath call() {
      return JsonPath.from(data);
    }

    public String state() {
      return call().getString("state");
    }

    @Override
    public String toString() {
      return id + " " + (name.equals("state") ? "" : name + " ") + state();
    }
  }

  private EventReader(HttpClient client, HttpRequest request) {
    response = client.sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(this));
    response.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            ended.completeExceptionally(failure);
          }
        });
  }

  /**
   * Opens a stream.
   *
   * @param lastEventId where to go on; null for the beginning
   */
  public static EventReader open(HttpClient client, URI uri, @Nullable String lastEventId) {
    return open(client, HttpRequest.newBuilder(uri), lastEventId);
  }

  /** The same, with headers of one's own. */
  public static EventReader open(
      HttpClient client, HttpRequest.Builder request, @Nullable String lastEventId) {
    request.header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(client, request.build());
  }

  /** The next event that is no comment. */
  public Event next() {
    return next(false);
  }

  /** The next event or comment. */
  public Event nextOfAll() {
    return next(true);
  }

  private Event next(boolean comments) {
    try {
      while (true) {
        Event event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("Nothing happened");
        } else if (comments || !event.name().equals("comment")) {
          return event;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end of the stream; the events until then that were not taken yet. */
  public List<Event> rest() {
    ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    List<Event> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest.stream().filter(event -> !event.name().equals("comment")).toList();
  }

  /** When to come again, in milliseconds. */
  public long retry() {
    return retry.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Completes when the stream has ended; exceptionally if it was cut. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    lines = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
    switch (field) {
      case "" -> events.add(new Event(id, "comment", value));
      case "id" -> id = value;
      case "event" -> name = value;
      case "data" -> data.append(value);
      case "retry" -> retry.complete(Long.parseLong(value));
      default -> {}
    }
  }

  private void dispatch() {
    if (!data.isEmpty()) {
      events.add(new Event(id, name, data.toString()));
    }
    data.setLength(0);
    name = "message";
  }

  @Override
  public void onError(Throwable failure) {
    ended.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    ended.complete(null);
  }

  /** Goes away. */
  @Override
  public void close() {
    Flow.Subscription subscription = lines;
    if (subscription != null) {
      subscription.cancel();
    }
    response.cancel(true);
  }
}
