package dev.raincheck.client;

/** A connection was lost, or too slow, after the request may have reached the server. */
final class CutOff extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CutOff(Throwable cause) {
    super(null, cause, false, false);
  }
}
