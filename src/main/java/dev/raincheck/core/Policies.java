package dev.raincheck.core;

import java.util.Set;

/** The policies in force. */
public interface Policies {

  /** Names of all procedures. */
  Set<String> names();

  /**
   * The policy of a procedure.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Policy policy(String procedure);
}
