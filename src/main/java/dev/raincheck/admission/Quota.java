package dev.raincheck.admission;

import java.time.Duration;

/**
 * How much of something may be had within a window.
 *
 * @param units at most so many at once, and so many in each window on average
 * @param window in which as many are added as may be had at once
 */
public record Quota(int units, Duration window) {

  public Quota {
    if (units < 0 || window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("raincheck.quotas: calls and window must be positive");
    }
  }

  boolean isUnlimited() {
    return units == 0;
  }
}
