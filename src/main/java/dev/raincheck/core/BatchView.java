package dev.raincheck.core;

import dev.raincheck.contract.Batch;

/** Shows a batch as its caller sees it, the same on every way out. */
@FunctionalInterface
public interface BatchView {
  Batch batch(BatchRow row);
}
