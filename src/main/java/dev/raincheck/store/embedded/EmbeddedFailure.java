package dev.raincheck.store.embedded;

/**
 * Why the embedded server cannot be used, in a sentence for the person who starts the service: it
 * names the setting to look at.
 */
final class EmbeddedFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedFailure(String message) {
    super(message);
  }

  EmbeddedFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
