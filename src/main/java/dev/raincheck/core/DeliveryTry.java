package dev.raincheck.core;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a try came to.
 *
 * @param delivery its id
 * @param number of the try, which fences it
 * @param verdict what follows
 * @param status that the target answered; empty if it did not
 * @param error why it was no success
 */
public record DeliveryTry(
    UUID delivery, int number, Verdict verdict, Optional<Integer> status, Optional<String> error) {

  /** What follows from a try. */
  public sealed interface Verdict {

    /** The target has it. */
    record Delivered() implements Verdict {}

    /** It is not tried again. */
    record GivenUp() implements Verdict {}

    /** It is tried again after a delay. */
    record Again(Duration delay) implements Verdict {}
  }
}
