package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.ProblemType;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. It ends with the emitter, whether that got an answer, a failure or a
 * cancellation; unless the answer has been read to its end, the request is then reset, which closes
 * its connection. Runs on the event loop on which it is started; only the end may come from
 * elsewhere.
 */
final class Exchange {

  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final HttpClient client;
  private final FetchConfig config;
  private final Hop hop;
  private final UniEmitter<? super Answer> emitter;

  private @Nullable HttpClientRequest request;
  private boolean answered;
  private boolean ended;

  Exchange(HttpClient client, FetchConfig config, Hop hop, UniEmitter<? super Answer> emitter) {
    this.client = client;
    this.config = config;
    this.hop = hop;
    this.emitter = emitter;
  }

  /** Connects to the first of the addresses that accepts, and sends the request. */
  void start(List<InetAddress> addresses) {
    emitter.onTermination(this::end);
    connect(addresses.iterator());
  }

  private void connect(Iterator<InetAddress> addresses) {
    client
        .request(options(addresses.next()))
        .onSuccess(this::send)
        .onFailure(
            failure -> {
              if (addresses.hasNext() && !hasEnded()) {
                connect(addresses);
              } else {
                fail(failure);
              }
            });
  }

  private RequestOptions options(InetAddress address) {
    RequestOptions options =
        hop.target()
            .at(address)
            .setMethod(HttpMethod.valueOf(hop.method()))
            // Bounds the wait for a pooled connection too.
            .setConnectTimeout(config.timeout().toMillis());
    hop.headers().forEach(options::putHeader);
    return options;
  }

  private void send(HttpClientRequest opened) {
    // What befalls the connection fails the response too; without handlers it would also be logged.
    opened.exceptionHandler(this::fail);
    opened.connection().exceptionHandler(this::fail);
    if (!keep(opened)) {
      opened.reset();
      return;
    }
    Future<HttpClientResponse> response;
    if (hop.body() != null) {
      response = opened.send(Buffer.buffer(hop.body()));
    } else if (METHODS_WITH_BODY.contains(hop.method())) {
      // Says "Content-Length: 0", without which some servers answer 411.
      response = opened.send(Buffer.buffer());
    } else {
      response = opened.send();
    }
    response.onSuccess(this::read).onFailure(this::fail);
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    if (ProblemType.isRetryable(response.statusCode())) {
      emitter.complete(new Answer(response.statusCode(), response.headers(), Buffer.buffer()));
      return;
    }
    long limit = config.maxBody().asLongValue();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + (long) chunk.length() > limit) {
            emitter.fail(FetchProblems.tooLarge(hop.target(), response.statusCode(), limit));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.endHandler(
        end -> {
          markAnswered();
          emitter.complete(new Answer(response.statusCode(), response.headers(), body));
        });
  }

  private void fail(Throwable failure) {
    emitter.fail(FetchProblems.unreachable(hop.target(), failure));
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
