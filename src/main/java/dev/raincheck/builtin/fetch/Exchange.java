package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.ProblemType;
import dev.raincheck.net.PinnedRequest;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * One request and its answer, which is taken when it was read to its end. Runs on the event loop on
 * which it is started.
 */
final class Exchange {

  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final FetchConfig config;
  private final Hop hop;
  private final UniEmitter<? super Answer> emitter;
  private final PinnedRequest request;

  Exchange(HttpClient client, FetchConfig config, Hop hop, UniEmitter<? super Answer> emitter) {
    this.config = config;
    this.hop = hop;
    this.emitter = emitter;
    this.request = new PinnedRequest(client, emitter, this::send, this::fail);
  }

  /** Connects to the first of the addresses that accepts, and sends the request. */
  void start(List<InetAddress> addresses) {
    request.open(addresses, this::options);
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
          request.markAnswered();
          emitter.complete(new Answer(response.statusCode(), response.headers(), body));
        });
  }

  private void fail(Throwable failure) {
    emitter.fail(FetchProblems.unreachable(hop.target(), failure));
  }
}
