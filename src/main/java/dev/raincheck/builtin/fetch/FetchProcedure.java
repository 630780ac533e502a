package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.fetch.FetchApi;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import dev.raincheck.net.HttpTarget;
import dev.raincheck.net.RetryAfter;
import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The procedure {@code fetch}: see {@link FetchApi}. It makes one attempt; trying again is the
 * engine's work. Cancelling the {@code Uni} resets the request to the target.
 */
@Singleton
class FetchProcedure implements FetchApi {

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final AllowedAddresses addresses;
  private final Exchanges exchanges;
  private final FetchConfig config;
  private final Instance<CallContext> contexts;
  private final Clock clock;

  @Inject
  FetchProcedure(
      AllowedAddresses addresses,
      Exchanges exchanges,
      FetchConfig config,
      Instance<CallContext> contexts,
      Clock clock) {
    this.addresses = addresses;
    this.exchanges = exchanges;
    this.config = config;
    this.contexts = contexts;
    this.clock = clock;
  }

  @Override
  @Procedure(name = "fetch")
  @NonBlocking
  public Uni<FetchResult> fetch(FetchRequest request) {
    // Read now: the scope of the call may be gone when the Uni is subscribed.
    Optional<CallContext> context = context();
    Duration limit = limit(context);
    return HttpTarget.of(request.url())
        .map(target -> attempt(firstHop(request, target, context), limit))
        .orElseGet(() -> Uni.createFrom().failure(FetchProblems.urlNotAllowed("The target")));
  }

  private Uni<FetchResult> attempt(Hop first, Duration limit) {
    return Uni.createFrom()
        .deferred(() -> follow(first, 0, System.nanoTime()))
        .ifNoItem()
        .after(limit)
        .failWith(() -> FetchProblems.timedOut(first.target().origin(), limit));
  }

  private Uni<FetchResult> follow(Hop hop, int followed, long startedNanos) {
    return addresses
        .of(hop.target())
        .chain(allowed -> exchanges.send(hop, allowed))
        .chain(answer -> conclude(hop, answer, followed, startedNanos));
  }

  private Uni<FetchResult> conclude(Hop hop, Answer answer, int followed, long startedNanos) {
    if (ProblemType.isRetryable(answer.status())) {
      return Uni.createFrom().failure(failure(hop, answer));
    }
    if (Hop.isRedirect(answer.status()) && followed < config.maxRedirects()) {
      return answer
          .header(HttpHeaders.LOCATION)
          .map(location -> redirect(hop, answer, location, followed, startedNanos))
          .orElseGet(() -> result(hop, answer, startedNanos));
    }
    return result(hop, answer, startedNanos);
  }

  private Uni<FetchResult> redirect(
      Hop hop, Answer answer, String location, int followed, long startedNanos) {
    return hop.target()
        .redirectedTo(location)
        .map(next -> follow(hop.redirected(answer.status(), next), followed + 1, startedNanos))
        .orElseGet(
            () -> {
              String what = "What " + hop.target().origin() + " redirects to";
              return Uni.createFrom().failure(FetchProblems.urlNotAllowed(what));
            });
  }

  private static Uni<FetchResult> result(Hop hop, Answer answer, long startedNanos) {
    double elapsedMs = (System.nanoTime() - startedNanos) / 1e6;
    return Uni.createFrom().item(answer.toResult(hop.target(), elapsedMs));
  }

  private ProblemException failure(Hop hop, Answer answer) {
    Optional<Duration> retryAfter =
        answer.header(HttpHeaders.RETRY_AFTER).flatMap(value -> RetryAfter.parse(value, clock));
    return FetchProblems.answered(hop.target(), answer.status(), retryAfter);
  }

  private Optional<CallContext> context() {
    return contexts.isResolvable()
        ? Optional.of(contexts.get()).filter(CallContext::isActive)
        : Optional.empty();
  }

  private Duration limit(Optional<CallContext> context) {
    Duration limit =
        context
            .flatMap(CallContext::remainingBudget)
            .filter(budget -> budget.compareTo(config.timeout()) < 0)
            .orElse(config.timeout());
    return limit.compareTo(SHORTEST) < 0 ? SHORTEST : limit;
  }

  private static Hop firstHop(
      FetchRequest request, HttpTarget target, Optional<CallContext> context) {
    Hop hop =
        new Hop(request.method(), target, request.headers(), request.body())
            .withDefaultHeader("User-Agent", "Raincheck");
    return context
        .map(call -> hop.withDefaultHeader("Idempotency-Key", call.callId().toString()))
        .orElse(hop);
  }
}
