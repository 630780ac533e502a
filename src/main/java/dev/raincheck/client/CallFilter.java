package dev.raincheck.client;

import dev.raincheck.client.ClientConfig.OnCancel;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.WireDuration;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all other request filters and takes a request over: what is sent for it is sent by
 * {@link Exchange}, as requests of their own. The original goes on when the call has come to its
 * outcome, with that as its response, or fails.
 */
@Singleton
class CallFilter implements ResteasyReactiveClientRequestFilter {
  private static final Logger LOG = Logger.getLogger(CallFilter.class);

  /** Part of the read timeout that the server may hold a request for. */
  private static final double HELD = 0.7;

  private final ClientConfig config;
  private final CallTimers timers;
  private final Sources sources;

  CallFilter(ClientConfig config, CallTimers timers, Sources sources) {
    this.config = config;
    this.timers = timers;
    this.sources = sources;
  }

  @Override
  public void filter(ResteasyReactiveClientRequestContext request) {
    if (request.getProperty(Sent.PROPERTY) instanceof Sent sent) {
      sent.prepare(request);
      return;
    }
    TypedCall call = TypedCall.current().orElseGet(this::unknownCall);
    if (isCall(request, call)) {
      InvokedMethod.refuseToBlock(request);
      takeOver(request, call);
    }
  }

  /** Of a client that a builder made. */
  private TypedCall unknownCall() {
    return new TypedCall(CallOptions.DEFAULT, new TypedCall.Await(), sources.key());
  }

  private void takeOver(ResteasyReactiveClientRequestContext request, TypedCall call) {
    ClientPolicy policy = ClientPolicy.of(config, call.client());
    Exchange exchange = new Exchange(request);
    Following following = following(request, call, policy, exchange);
    request.suspend();
    long sinceNanos = sources.nanos();
    Cancellable running =
        call.mode()
            .outcome(following, request)
            .subscribe()
            .with(
                outcome -> {
                  Duration total = Duration.ofNanos(sources.nanos() - sinceNanos);
                  timers.record(call.client(), InvokedMethod.name(request), outcome, total);
                  settle(request, outcome);
                },
                failure -> fail(request, failure));
    call.onCancel(
        () -> {
          running.cancel();
          if (policy.onCancel() == OnCancel.CANCEL && call.mode() instanceof TypedCall.Await) {
            cancel(following);
          }
        });
  }

  /** The resources that tell of calls are asked, not called. */
  private static boolean isCall(ResteasyReactiveClientRequestContext request, TypedCall call) {
    return call.mode() instanceof TypedCall.Collect || !InvokedMethod.isAboutCalls(request);
  }

  private Following following(
      ResteasyReactiveClientRequestContext request,
      TypedCall call,
      ClientPolicy policy,
      Exchange exchange) {
    Incoming incoming = Incoming.current();
    Map<String, String> headers = new HashMap<>(call.options().headers());
    if (request.getHeaderString(CallHeaders.TRACEPARENT) == null) {
      headers.putAll(incoming.trace());
    }
    Terms terms =
        new Terms(
            hold(policy, exchange),
            deadline(request, call, incoming).or(policy::deadline),
            key(request, call, policy),
            headers);
    return new Following(exchange, terms, sources.random(), sources::nanos);
  }

  private static Duration hold(ClientPolicy policy, Exchange exchange) {
    return exchange
        .readTimeout()
        .map(limit -> Duration.ofMillis((long) (limit.toMillis() * HELD)))
        .filter(limit -> limit.compareTo(policy.hold()) < 0)
        // The server counts in whole seconds.
        .map(limit -> Duration.ofSeconds(limit.toSeconds()))
        .orElse(policy.hold());
  }

  /** The shortest that anyone has set for this call. */
  private static Optional<Duration> deadline(
      ResteasyReactiveClientRequestContext request, TypedCall call, Incoming incoming) {
    return Stream.of(
            call.options().deadline(),
            Optional.of(call.timeout()).filter(it -> !it.isZero()),
            header(request, CallHeaders.OPERATION_TIMEOUT).flatMap(CallFilter::duration),
            incoming.remaining())
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(WireDuration.parse(text));
    } catch (DateTimeException malformed) {
      // The server says what is wrong with it.
      return Optional.empty();
    }
  }

  /** The headers outlive a subscription, so a client without an interceptor keeps its key too. */
  private static Optional<String> key(
      ResteasyReactiveClientRequestContext request, TypedCall call, ClientPolicy policy) {
    Optional<String> own = header(request, CallHeaders.IDEMPOTENCY_KEY);
    if (own.isPresent() || !policy.idempotency() && call.options().idempotencyKey().isEmpty()) {
      return own;
    }
    request.getHeaders().putSingle(CallHeaders.IDEMPOTENCY_KEY, call.idempotencyKey());
    return Optional.of(call.idempotencyKey());
  }

  private static Optional<String> header(
      ResteasyReactiveClientRequestContext request, String name) {
    return Optional.ofNullable(request.getHeaderString(name));
  }

  private static void settle(ResteasyReactiveClientRequestContext request, Answer outcome) {
    request.setProperty(AnswerFilter.OUTCOME, outcome);
    request
        .unwrap(RestClientRequestContext.class)
        .setResponseStatus(outcome.status())
        .setResponseReasonPhrase(reason(outcome.status()))
        .setResponseHeaders(outcome.headers())
        .setResponseEntityStream(new ByteArrayInputStream(outcome.body()));
    // It has its response, and is not sent.
    request.abortWith(Response.status(outcome.status()).build());
    request.resume();
  }

  private static String reason(int status) {
    Response.@Nullable Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Status " + status : known.getReasonPhrase();
  }

  private static void fail(ResteasyReactiveClientRequestContext request, Throwable failure) {
    // Exception mappers are asked about responses that never were, too.
    request
        .unwrap(RestClientRequestContext.class)
        .setResponseHeaders(new MultivaluedHashMap<>())
        .setResponseReasonPhrase("No response");
    request.resume(failure);
  }

  private static void cancel(Following following) {
    following
        .cancel()
        .subscribe()
        .with(
            answer -> LOG.debugf("Cancelled, status %d", answer.status()),
            failure -> LOG.warnf(failure, "A call whose caller has gone was not cancelled"));
  }
}
