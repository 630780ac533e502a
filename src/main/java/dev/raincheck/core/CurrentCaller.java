package dev.raincheck.core;

/**
 * Who sends the request that is being worked on. To be asked when the request comes in, not later:
 * what goes on in the background has no caller any more.
 */
@FunctionalInterface
public interface CurrentCaller {

  /** Who asks; fails where there is no request. */
  Viewer viewer();

  /**
   * Who looks at calls.
   *
   * @param caller name under which its own calls are kept; empty for an anonymous caller
   * @param seesAll whether those of others exist for it, too
   */
  record Viewer(String caller, boolean seesAll) {

    /** Whether a call exists for it. */
    public boolean sees(CallRow call) {
      return isSeen(call.caller());
    }

    /** Whether a batch does. */
    public boolean sees(BatchRow batch) {
      return isSeen(batch.caller());
    }

    private boolean isSeen(String owner) {
      return seesAll || owner.equals(caller);
    }
  }
}
