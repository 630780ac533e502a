package dev.raincheck.core;

/**
 * An event of a call: it went to another state, or reported progress.
 *
 * @param id its number
 * @param row the call as it was then
 */
public record CallChange(EventId id, CallRow row) {

  /** Whether nothing follows but an explicit retry. */
  public boolean isFinal() {
    return id.isOfState() && row.state().isFinal();
  }
}
