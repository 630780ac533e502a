package dev.raincheck.faults.history;

import java.util.OptionalLong;

/**
 * Something that was broken on purpose.
 *
 * @param target name of the replica, or of what else was hit
 * @param pid process that was hit, itself or in its way to the database; empty if all were
 * @param beganAt before it was done
 * @param endedAt after it was undone
 */
public record Fault(Kind kind, String target, OptionalLong pid, long beganAt, long endedAt)
    implements Entry {

  /** What can be broken. */
  public enum Kind {
    /** kill -9, and a start of a new process. */
    KILL,
    /** SIGSTOP for longer than a lease, then SIGCONT. */
    PAUSE,
    /** SIGTERM, and a start of a new process. */
    DRAIN,
    /** The database is stopped in immediate mode and started again. */
    DATABASE_RESTART,
    /** All connections to the database are ended by the database. */
    CONNECTIONS_KILLED,
    /** The replica's connections to the database are cut, and new ones refused. */
    LINK_CUT,
    /** What the replica and the database send to each other is held back. */
    LINK_HELD,
    /** It takes longer. */
    LATENCY,
    /** Connections end when the database answers: what was asked was done. */
    ANSWERS_SWALLOWED,
    /** The database refuses to write. */
    READ_ONLY
  }
}
