package dev.raincheck.delivery;

import dev.raincheck.net.HttpTarget;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and the head of its answer, with which it ends. What follows the head is thrown away:
 * if it is short, the connection is used again, else it is closed. Runs on the event loop on which
 * it is started; only a cancellation may come from elsewhere.
 */
final class Posting {
  /** Bytes of a body for whose sake a connection is worth keeping. */
  private static final int SHORT_BODY = 16_384;

  private static final int SHORT_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpClient client;
  private final HttpTarget target;
  private final Letter letter;
  private final UniEmitter<? super Reply> emitter;

  private @Nullable HttpClientRequest request;
  private boolean answered;
  private boolean ended;

  /**
   * The head of an answer.
   *
   * @param retryAfter value of the header
   */
  record Reply(int status, Optional<String> retryAfter) {}

  Posting(
      Vertx vertx,
      HttpClient client,
      HttpTarget target,
      Letter letter,
      UniEmitter<? super Reply> emitter) {
    this.vertx = vertx;
    this.client = client;
    this.target = target;
    this.letter = letter;
    this.emitter = emitter;
  }

  /** Connects to the first of the addresses that accepts, and posts. */
  void start(List<InetAddress> addresses) {
    emitter.onTermination(this::end);
    connect(addresses.iterator());
  }

  private void connect(Iterator<InetAddress> addresses) {
    RequestOptions options = target.at(addresses.next()).setMethod(HttpMethod.POST);
    letter.headers().forEach(options::putHeader);
    client
        .request(options)
        .onSuccess(this::send)
        .onFailure(
            failure -> {
              if (addresses.hasNext() && !hasEnded()) {
                connect(addresses);
              } else {
                emitter.fail(failure);
              }
            });
  }

  private void send(HttpClientRequest opened) {
    // What befalls the connection fails the response too; without handlers it would also be logged.
    opened.exceptionHandler(emitter::fail);
    opened.connection().exceptionHandler(emitter::fail);
    if (!keep(opened)) {
      opened.reset();
      return;
    }
    opened
        .send(Buffer.buffer(letter.body()))
        .onSuccess(response -> read(opened, response))
        .onFailure(emitter::fail);
  }

  private void read(HttpClientRequest opened, HttpClientResponse response) {
    throwAway(opened, response);
    markAnswered();
    emitter.complete(
        new Reply(response.statusCode(), Optional.ofNullable(response.getHeader("Retry-After"))));
  }

  private void throwAway(HttpClientRequest opened, HttpClientResponse response) {
    long timer = vertx.setTimer(SHORT_MILLIS, late -> opened.reset());
    long[] seen = {0};
    response
        .exceptionHandler(gone -> vertx.cancelTimer(timer))
        .handler(
            chunk -> {
              seen[0] += chunk.length();
              if (seen[0] > SHORT_BODY) {
                vertx.cancelTimer(timer);
                opened.reset();
              }
            })
        .endHandler(done -> vertx.cancelTimer(timer));
  }

  private synchronized boolean keep(HttpClientRequest opened) {
    request = opened;
    return !ended;
  }

  private synchronized void markAnswered() {
    answered = true;
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  private void end() {
    HttpClientRequest unanswered;
    synchronized (this) {
      ended = true;
      unanswered = answered ? null : request;
    }
    if (unanswered != null) {
      unanswered.reset();
    }
  }
}
