package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is awaited of a batch. In JSON {@code "all"}, {@code "any"} or a number.
 *
 * @param successes how many of its calls have to succeed, 1 or more; 0: all are to end. A batch
 *     ends at the latest when all have
 */
public record Awaiting(int successes) {
  /** Every call is to end. */
  public static final Awaiting ALL = new Awaiting(0);

  /** One call is to succeed. */
  public static final Awaiting ANY = new Awaiting(1);

  /**
   * @throws IllegalArgumentException if it is negative
   */
  public Awaiting {
    if (successes < 0) {
      throw new IllegalArgumentException("awaiting is \"all\", \"any\" or a number from 1 on");
    }
  }

  /**
   * Reads what stands in JSON.
   *
   * @throws IllegalArgumentException if it is none of the three
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Awaiting of(Object value) {
    if (value.equals("all")) {
      return ALL;
    } else if (value.equals("any")) {
      return ANY;
    }
    return new Awaiting(value instanceof Integer number && number > 0 ? number : -1);
  }

  /** What stands in JSON. */
  @JsonValue
  public Object json() {
    return switch (successes) {
      case 0 -> "all";
      case 1 -> "any";
      default -> successes;
    };
  }
}
