package dev.raincheck.delivery;

import dev.raincheck.net.HttpTarget;
import dev.raincheck.net.PinnedRequest;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One request and the head of its answer, with which it ends. What follows the head is thrown away:
 * if it is short, the connection is used again, else it is closed. Runs on the event loop on which
 * it is started.
 */
final class Posting {
  /** Bytes of a body for whose sake a connection is worth keeping. */
  private static final int SHORT_BODY = 16_384;

  private static final int SHORT_MILLIS = 1_000;

  private final Vertx vertx;
  private final HttpTarget target;
  private final Letter letter;
  private final UniEmitter<? super Reply> emitter;
  private final PinnedRequest request;

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
    this.target = target;
    this.letter = letter;
    this.emitter = emitter;
    this.request = new PinnedRequest(client, emitter, this::send, emitter::fail);
  }

  /** Connects to the first of the addresses that accepts, and posts. */
  void start(List<InetAddress> addresses) {
    request.open(addresses, this::options);
  }

  private RequestOptions options(InetAddress address) {
    RequestOptions options = target.at(address).setMethod(HttpMethod.POST);
    letter.headers().forEach(options::putHeader);
    return options;
  }

  private void send(HttpClientRequest opened) {
    opened
        .send(Buffer.buffer(letter.body()))
        .onSuccess(response -> read(opened, response))
        .onFailure(emitter::fail);
  }

  private void read(HttpClientRequest opened, HttpClientResponse response) {
    throwAway(opened, response);
    request.markAnswered();
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
}
