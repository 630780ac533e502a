package dev.raincheck.store.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Why the embedded server cannot be used, in a sentence for the person who starts the service: it
 * names the setting to look at.
 */
final class EmbeddedFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedFailure(String message) {
    this(message, null);
  }

  /** Without a stack trace, in which the sentence would drown. */
  EmbeddedFailure(String message, @Nullable Throwable cause) {
    super(message, cause, true, false);
  }
}
