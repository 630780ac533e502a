package dev.raincheck.core;

import io.smallrye.mutiny.Uni;

/** Whether callers can be called back. */
public interface Callbacks {

  /**
   * Checks the callback of a call that is not stored yet. Fails with {@link
   * dev.raincheck.contract.ProblemException}: 422 for a target that is not allowed, 501 where there
   * is no secret to sign with.
   *
   * @param caller who asks; empty for an anonymous caller
   */
  Uni<Void> check(String target, String caller);
}
