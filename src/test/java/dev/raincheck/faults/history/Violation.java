package dev.raincheck.faults.history;

/**
 * A promise that was not kept.
 *
 * @param subject id of the call, or the key
 * @param evidence what was seen, in words
 */
public record Violation(Rule rule, String subject, String evidence) {

  @Override
  public String toString() {
    return rule + ": " + subject + ": " + evidence;
  }
}
