package dev.raincheck.security;

import java.util.Set;

/** The roles by which Raincheck decides. */
public final class Rights {
  /** Submit to every procedure; cancel and delete one's own calls. */
  public static final String CALL = "call";

  /** Look at one's own calls and collect their results; see what can be called. */
  public static final String READ = "read";

  /** Look at, cancel, retry and delete everybody's calls; pause and resume procedures. */
  public static final String OPERATE = "operate";

  /** Submit to something: held by whoever has {@link #CALL} or that of one procedure. */
  public static final String CALL_SOMETHING = "call:*";

  private static final String CALL_ONE = "call:";

  private Rights() {}

  /** All that an anonymous caller has where anonymous callers are let in. */
  static Set<String> all() {
    return Set.of(CALL, READ, OPERATE, CALL_SOMETHING);
  }

  /** The right to submit to one procedure. */
  static String call(String procedure) {
    return CALL_ONE + procedure;
  }

  static boolean isToCall(String role) {
    return role.equals(CALL) || role.startsWith(CALL_ONE);
  }
}
