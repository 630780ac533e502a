package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** Which procedures are paused. The same rules hold as for {@link CallStore}. */
public interface PauseStore {

  /** Pauses a procedure, if it is not. */
  Uni<Void> pause(String procedure);

  /** Resumes a procedure, if it is paused. */
  Uni<Void> resume(String procedure);

  /** Names of all that are paused, also of procedures that another version has. */
  Uni<Set<String>> paused();
}
