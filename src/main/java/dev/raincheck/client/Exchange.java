package dev.raincheck.client;

import dev.raincheck.contract.CallException;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.client.impl.UniInvoker;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of one call: sends requests through the client of the interface that was called, so
 * with its connections, its TLS, its filters and the headers of the original request, and only to
 * the origin that the original request was for. The filters run for each request anew: a token that
 * expires while a call is followed is replaced by whoever put it there.
 */
class Exchange {
  /** Belong to the original request alone. */
  private static final Set<String> OF_THE_SUBMIT =
      Set.of(
          "content-type",
          "content-length",
          "content-encoding",
          "content-language",
          "transfer-encoding",
          "expect",
          "idempotency-key",
          "operation-timeout",
          "prefer",
          "priority",
          "call-delay",
          "call-callback");

  private final ResteasyReactiveClientRequestContext request;
  private final Context context;
  private final Executor executor;

  Exchange(ResteasyReactiveClientRequestContext request) {
    this.request = request;
    this.context = request.getContext();
    // Filters that block keep a thread for which that is allowed.
    this.executor =
        Context.isOnEventLoopThread()
            ? task -> context.runOnContext(ignored -> task.run())
            : task -> context.executeBlocking(() -> run(task), false);
  }

  private static boolean run(Runnable task) {
    task.run();
    return true;
  }

  /** Sends the original request with these headers too, on the thread that subscribes. */
  Uni<Answer> submit(Map<String, String> more) {
    Entity<?> body = request.unwrap(RestClientRequestContext.class).getEntity();
    return send(request.getMethod(), request.getUri(), body, headers(Set.of(), more));
  }

  /**
   * Sends a request without a body. Fails with {@link CallException.Lost}, and sends nothing, if
   * the URI is of another origin.
   */
  Uni<Answer> ask(String method, URI uri, Map<String, String> more) {
    if (!origin(uri).equals(origin(request.getUri()))) {
      String detail = "The server refers to another origin, " + origin(uri) + ".";
      return Uni.createFrom()
          .failure(new CallException.Lost(Problem.of(ProblemType.UPSTREAM_FAILED, detail), null));
    }
    return Uni.createFrom()
        .deferred(() -> send(method, uri, null, headers(OF_THE_SUBMIT, more)))
        .runSubscriptionOn(executor);
  }

  private MultivaluedMap<String, Object> headers(Set<String> without, Map<String, String> more) {
    MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    request
        .getHeaders()
        .forEach(
            (name, values) -> {
              if (!without.contains(name.toLowerCase(Locale.ROOT))) {
                headers.addAll(name, values);
              }
            });
    more.forEach(headers::putSingle);
    return headers;
  }

  private Uni<Answer> send(
      String method, URI uri, @Nullable Entity<?> body, MultivaluedMap<String, Object> headers) {
    WebTarget target = request.getClient().target(uri);
    Sent sent = new Sent(filtersOfTheInterface(target.getConfiguration()));
    Invocation.Builder builder = target.request().headers(headers);
    for (String name : request.getPropertyNames()) {
      builder.property(name, request.getProperty(name));
    }
    builder.property(Sent.PROPERTY, sent);
    // As bytes, so that the body is read to its end before anything else happens.
    return builder
        .rx(UniInvoker.class)
        .method(method, body, byte[].class)
        .onItemOrFailure()
        .transformToUni((ignored, failure) -> sent.outcome(failure));
  }

  /** Those that are not the client's, but were added for the interface: its annotated headers. */
  private List<ClientRequestFilter> filtersOfTheInterface(Configuration client) {
    return request.getConfiguration().getInstances().stream()
        .filter(ClientRequestFilter.class::isInstance)
        .filter(filter -> !client.isRegistered(filter))
        .map(ClientRequestFilter.class::cast)
        .toList();
  }

  /** The same place, seen from the original request. */
  URI resolve(String reference) {
    return request.getUri().resolve(reference);
  }

  /** Scheme, host and port, as a browser compares them (RFC 6454). */
  private static String origin(URI uri) {
    String scheme = Objects.toString(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    String host = Objects.toString(uri.getHost(), "").toLowerCase(Locale.ROOT);
    int port = uri.getPort() != -1 ? uri.getPort() : "https".equals(scheme) ? 443 : 80;
    return scheme + "://" + host + ":" + port;
  }

  /** Whether anyone still waits for the outcome. */
  boolean isWanted() {
    return !request.unwrap(RestClientRequestContext.class).isUserCanceled();
  }

  /** Nothing, after this much time. */
  Uni<Void> pause(Duration time) {
    if (time.isZero()) {
      return Uni.createFrom().voidItem();
    }
    Vertx vertx = context.owner();
    return Uni.createFrom()
        .emitter(
            emitter -> {
              // What follows belongs to the call again, and may block if its first request might.
              long timer =
                  vertx.setTimer(
                      Math.max(1, time.toMillis()),
                      id -> executor.execute(() -> emitter.complete(null)));
              emitter.onTermination(() -> vertx.cancelTimer(timer));
            });
  }

  /** The original request's own header. */
  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaderString(name));
  }

  /** The request's read timeout; empty if it has none. */
  Optional<Duration> readTimeout() {
    return request.getConfiguration().getProperty(QuarkusRestClientProperties.READ_TIMEOUT)
                instanceof Long millis
            && millis > 0
        ? Optional.of(Duration.ofMillis(millis))
        : Optional.empty();
  }
}
