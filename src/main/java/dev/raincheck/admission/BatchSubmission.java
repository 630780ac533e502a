package dev.raincheck.admission;

import java.util.List;

/**
 * A request that is to become a batch.
 *
 * @param common what the headers say; of no procedure and without input. Its key and its callback
 *     are the batch's
 * @param calls at least one; none has a key
 * @param awaiting how many have to succeed; 0: all are to end
 * @param failFast whether the first that ends without a result cancels the others
 */
public record BatchSubmission(
    Submission common, List<Submission> calls, int awaiting, boolean failFast) {
  public BatchSubmission {
    calls = List.copyOf(calls);
  }
}
