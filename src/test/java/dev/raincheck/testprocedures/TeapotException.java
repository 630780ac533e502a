package dev.raincheck.testprocedures;

/** An exception of a host, for which it has a mapper. */
public class TeapotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TeapotException(String message) {
    super(message);
  }
}
