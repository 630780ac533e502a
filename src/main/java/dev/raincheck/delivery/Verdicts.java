package dev.raincheck.delivery;

import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DeliveryTry.Verdict;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.RetryPolicy;
import dev.raincheck.net.AddressNotAllowedException;
import dev.raincheck.net.RetryAfter;
import io.netty.channel.ConnectTimeoutException;
import jakarta.inject.Singleton;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * What follows from a try: 2xx is delivered, 410 is given up, and all else is tried again until it
 * is too old. What is told of a failure names no address: the caller has not asked for one.
 */
@Singleton
class Verdicts {
  private static final int GONE = 410;

  private final CallbackConfig config;
  private final RetryPolicy backoff;
  private final RandomGenerator randomness;
  private final Clock clock;

  Verdicts(CallbackConfig config, RandomGenerator randomness, Clock clock) {
    this.config = config;
    this.backoff = new RetryPolicy(config.backoff(), config.maxBackoff());
    this.randomness = randomness;
    this.clock = clock;
  }

  /** The target has answered. */
  DeliveryTry answered(DueDelivery due, Posting.Reply reply) {
    int status = reply.status();
    if (status >= 200 && status <= 299) {
      return new DeliveryTry(
          due.id(), due.number(), new Verdict.Delivered(), Optional.of(status), Optional.empty());
    }
    String error =
        status >= 300 && status <= 399
            ? "It answered " + status + "; redirects are not followed"
            : "It answered " + status;
    Verdict verdict =
        status == GONE
            ? new Verdict.GivenUp()
            : again(due, reply.retryAfter().flatMap(value -> RetryAfter.parse(value, clock)));
    return new DeliveryTry(
        due.id(), due.number(), verdict, Optional.of(status), Optional.of(error));
  }

  /** There was no answer. */
  DeliveryTry failed(DueDelivery due, Throwable failure) {
    return again(due, text(failure));
  }

  /** It cannot be sent now, for this reason. */
  DeliveryTry again(DueDelivery due, String error) {
    return new DeliveryTry(
        due.id(), due.number(), again(due, Optional.empty()), Optional.empty(), Optional.of(error));
  }

  /** It is not to be sent any more, for this reason. */
  DeliveryTry over(DueDelivery due, String error) {
    return new DeliveryTry(
        due.id(), due.number(), new Verdict.GivenUp(), Optional.empty(), Optional.of(error));
  }

  private Verdict again(DueDelivery due, Optional<Duration> retryAfter) {
    Optional<Duration> bounded =
        retryAfter.map(
            asked -> asked.compareTo(config.maxRetryAfter()) > 0 ? config.maxRetryAfter() : asked);
    Duration delay = backoff.delayAfter(due.failures() + 1, bounded, randomness);
    return due.age().plus(delay).compareTo(config.maxAge()) > 0
        ? new Verdict.GivenUp()
        : new Verdict.Again(delay);
  }

  private static String text(Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return "Its name cannot be resolved";
    } else if (failure instanceof AddressNotAllowedException refused) {
      return "Its address is not allowed: it is " + refused.special();
    } else if (failure instanceof ConnectTimeoutException) {
      return "It did not accept a connection in time";
    } else if (failure instanceof TimeoutException
        || failure instanceof io.smallrye.mutiny.TimeoutException) {
      return "It did not answer in time";
    } else if (failure instanceof SSLException) {
      return "No secure connection could be made";
    }
    return "The connection failed";
  }
}
