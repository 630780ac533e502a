package dev.raincheck.client;

import dev.raincheck.contract.CallException;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call, seen from its caller: submitted, and followed to its outcome by long polls,
 * through restarts of the server, cut connections and answers of proxies in between. Used for one
 * subscription; its turns come one after the other, on changing threads.
 */
class Following {
  /** What the answer of a server that expires the call may need to arrive. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final String RESULT = "/result";
  private static final String CANCEL = "/cancel";

  private final Exchange exchange;
  private final Terms terms;
  private final Patience patience;
  private final LongSupplier ticker;
  private final long startedNanos;

  /** Before the next turn. */
  private volatile Duration pause = Duration.ZERO;

  /** Once a submit may have been accepted, it is repeated until its answer is known. */
  private volatile boolean maybeAccepted;

  private volatile @Nullable URI call;
  private volatile @Nullable UUID callId;
  private volatile @Nullable Throwable lastFailure;

  /**
   * @param ticker nanoseconds that only grow
   */
  Following(Exchange exchange, Terms terms, RandomGenerator random, LongSupplier ticker) {
    this.exchange = exchange;
    this.terms = terms;
    this.patience = new Patience(random);
    this.ticker = ticker;
    this.startedNanos = ticker.getAsLong();
  }

  /** Submits, and waits for the outcome: that, or the answer that refused the submit. */
  Uni<Answer> result() {
    return inTime(
        submit(terms.hold())
            .chain(
                answer ->
                    answer.isHandle()
                        ? collect(URI.create(remember(answer) + RESULT))
                        : Uni.createFrom().item(answer)));
  }

  /** Submits: the handle, or the answer that refused. */
  Uni<Answer> handle() {
    return inTime(submit(Duration.ZERO));
  }

  /** Waits for the outcome of a call that is known by the URI of its result. */
  Uni<Answer> resultAt(URI result) {
    return inTime(collect(result));
  }

  /**
   * Cancels the call. Where its handle has not come yet, the submit is repeated with its key; what
   * that may create does not start before it is cancelled.
   */
  Uni<Answer> cancel() {
    URI known = call;
    if (known != null) {
      return cancel(known);
    } else if (terms.idempotencyKey().isEmpty()) {
      return Uni.createFrom().nothing();
    }
    Map<String, String> headers = terms.submit(Duration.ZERO, remaining());
    headers.put(CallHeaders.CALL_DELAY, "1h");
    return exchange
        .submit(headers)
        .chain(
            answer -> answer.isHandle() ? cancel(remember(answer)) : Uni.createFrom().item(answer));
  }

  private Uni<Answer> cancel(URI known) {
    return exchange.ask("POST", URI.create(known + CANCEL), Map.of());
  }

  private Uni<Answer> inTime(Uni<Answer> outcome) {
    return terms
        .deadline()
        .map(
            limit ->
                outcome.ifNoItem().after(limit.plus(GRACE)).recoverWithUni(() -> timedOut(limit)))
        .orElse(outcome);
  }

  private Uni<Answer> timedOut(Duration limit) {
    String detail = "There was no outcome within " + limit.toMillis() + " ms.";
    return Uni.createFrom()
        .failure(
            new CallException.TimedOut(
                Problem.of(ProblemType.EXPIRED, detail), callId, lastFailure));
  }

  /** Takes turns until one brings an answer that settles it. */
  private Uni<Answer> untilSettled(Supplier<Uni<Optional<Answer>>> turn) {
    return Uni.createFrom()
        .deferred(() -> exchange.pause(pause).chain(() -> ifWanted(turn)))
        .repeat()
        .whilst(Optional::isEmpty)
        .select()
        .last()
        .toUni()
        .map(Optional::orElseThrow);
  }

  private Uni<Optional<Answer>> ifWanted(Supplier<Uni<Optional<Answer>>> turn) {
    return exchange.isWanted()
        ? turn.get()
        : Uni.createFrom().failure(new CancellationException("Nobody waits any more"));
  }

  private Uni<Optional<Answer>> again(Duration later) {
    pause = later;
    return Uni.createFrom().item(Optional.empty());
  }

  private static Uni<Optional<Answer>> settled(Answer answer) {
    return Uni.createFrom().item(Optional.of(answer));
  }

  private Uni<Answer> submit(Duration wait) {
    return untilSettled(
        () ->
            exchange
                .submit(terms.submit(wait, remaining()))
                .onItemOrFailure()
                .transformToUni(this::submitted));
  }

  private Uni<Optional<Answer>> submitted(@Nullable Answer answer, @Nullable Throwable failure) {
    if (failure != null) {
      lastFailure = failure instanceof CutOff ? failure.getCause() : failure;
      maybeAccepted |= failure instanceof CutOff;
      return mayRepeat()
          ? again(patience.afterFailure(Optional.empty()))
          : Uni.createFrom().failure(lastFailure);
    }
    // A gateway that lost the server behind it does not know what became of the request either.
    maybeAccepted |= answer.isPassing() && (answer.status() == 502 || answer.status() == 504);
    return mayRepeat() && answer.isPassing()
        ? again(patience.afterFailure(answer.retryAfter()))
        : settled(answer);
  }

  private boolean mayRepeat() {
    return maybeAccepted && terms.idempotencyKey().isPresent();
  }

  private URI remember(Answer handle) {
    URI where = exchange.resolve(handle.header(HttpHeaders.LOCATION).orElseThrow());
    callId = handle.callId().orElse(null);
    call = where;
    pause = Duration.ZERO;
    return where;
  }

  private Uni<Answer> collect(URI result) {
    return untilSettled(
        () -> {
          long askedNanos = ticker.getAsLong();
          return exchange
              .ask("GET", result, terms.collect(GRACE, remaining()))
              .onItemOrFailure()
              .transformToUni(
                  (answer, failure) ->
                      collected(
                          answer, failure, Duration.ofNanos(ticker.getAsLong() - askedNanos)));
        });
  }

  private Uni<Optional<Answer>> collected(
      @Nullable Answer answer, @Nullable Throwable failure, Duration held) {
    if (failure instanceof CallException) {
      return Uni.createFrom().failure(failure);
    } else if (failure != null) {
      lastFailure = failure instanceof CutOff ? failure.getCause() : failure;
      return again(patience.afterFailure(Optional.empty()));
    } else if (answer.hasEnded()) {
      return settled(answer);
    } else if (answer.state().isPresent()) {
      return again(patience.afterNotYet(answer.promisedWait(), held, answer.retryAfter()));
    } else if (answer.isPassing()) {
      return again(patience.afterFailure(answer.retryAfter()));
    }
    return Uni.createFrom().failure(lost(answer));
  }

  private CallException.Lost lost(Answer answer) {
    return new CallException.Lost(
        Problem.ofStatus(
            answer.status() < 400 ? 502 : answer.status(),
            "What was asked for the result is not its server, does not know the call, or refuses"
                + " to tell."),
        callId);
  }

  private Optional<Duration> remaining() {
    return terms.deadline().map(it -> it.minusNanos(ticker.getAsLong() - startedNanos));
  }
}
