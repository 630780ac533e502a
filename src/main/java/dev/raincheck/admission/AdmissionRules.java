package dev.raincheck.admission;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.WireDuration;
import dev.raincheck.core.CallIds;
import dev.raincheck.core.Callbacks;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Policy;
import dev.raincheck.core.Ticker;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a request must keep to, and the call that is made of it. */
@Singleton
class AdmissionRules {
  private static final int MOST_VIOLATIONS = 100;

  private final AdmissionConfig config;
  private final Policies policies;
  private final CallIds ids;
  private final Ticker ticker;
  private final Callbacks callbacks;

  AdmissionRules(
      AdmissionConfig config, Policies policies, CallIds ids, Ticker ticker, Callbacks callbacks) {
    this.config = config;
    this.policies = policies;
    this.ids = ids;
    this.ticker = ticker;
    this.callbacks = callbacks;
  }

  /** Refuses what is out of bounds. */
  void check(Submission submission) {
    bound(CallHeaders.CALL_DELAY, submission.delay(), config.delay());
    submission
        .budget()
        .ifPresent(
            budget -> {
              bound(CallHeaders.OPERATION_TIMEOUT, budget, config.operationTimeout());
              if (budget.isZero()) {
                throw malformed(CallHeaders.OPERATION_TIMEOUT + " must be more than nothing.");
              }
            });
  }

  /**
   * Refuses a callback that is not allowed. What the operator has configured was checked before.
   */
  Uni<Void> checkCallback(Submission submission) {
    return submission
        .callback()
        .map(target -> callbacks.check(target, submission.caller()))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static void bound(String header, Duration value, Duration limit) {
    if (value.compareTo(limit) > 0) {
      throw malformed(header + " can be at most " + WireDuration.format(limit) + ".");
    }
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, detail));
  }

  NewCall call(Submission submission, Optional<UUID> claimedBy) {
    Policy policy = policies.policy(submission.procedure());
    return new NewCall(
        ids.next(),
        submission.procedure(),
        submission.caller(),
        submission.input(),
        submission.key().map(key -> new NewCall.Idempotency(key, fingerprint(submission.input()))),
        submission.delay(),
        submission.budget(),
        submission.priority(),
        policy.maxAttempts(),
        policy.retention(),
        submission.trace(),
        submission.callback().or(policy::callback),
        ticker.nanos(),
        claimedBy,
        submission.claims());
  }

  /** Refuses what is out of bounds, and names the call that is. */
  void check(BatchSubmission batch) {
    check(batch.common());
    int size = batch.calls().size();
    if (size < 1 || size > config.batch()) {
      throw invalid(
          List.of(new Problem.Violation("calls", "must be 1 to " + config.batch() + " calls")));
    } else if (batch.awaiting() > size) {
      throw invalid(
          List.of(new Problem.Violation("awaiting", "must not be more than there are calls")));
    }
    List<Problem.Violation> violations = new ArrayList<>();
    for (int i = 0; i < size && violations.size() < MOST_VIOLATIONS; i++) {
      try {
        check(batch.calls().get(i));
      } catch (ProblemException wrong) {
        violations.add(new Problem.Violation("calls[" + i + "]", wrong.getMessage()));
      }
    }
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
  }

  private static ProblemException invalid(List<Problem.Violation> violations) {
    return new ProblemException(
        Problem.of(ProblemType.VALIDATION_FAILED, "The batch was not stored.")
            .withViolations(violations));
  }

  /** Kept as long as the procedure that keeps its calls longest wants it. */
  NewBatch batch(BatchSubmission batch) {
    return new NewBatch(
        ids.next(),
        batch.common().caller(),
        batch.common().key().map(key -> new NewCall.Idempotency(key, fingerprint(batch))),
        batch.awaiting(),
        batch.failFast(),
        batch.calls().stream()
            .map(call -> policies.policy(call.procedure()).retention())
            .max(Duration::compareTo)
            .orElseThrow(),
        batch.common().callback(),
        batch.calls().stream().map(call -> call(call, Optional.empty())).toList());
  }

  private static byte[] fingerprint(BatchSubmission batch) {
    MessageDigest digest = sha256();
    digest.update((batch.awaiting() + " " + batch.failFast()).getBytes(StandardCharsets.UTF_8));
    for (Submission call : batch.calls()) {
      String head = "\n" + call.procedure() + " " + call.input().length + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(call.input());
    }
    return digest.digest();
  }

  private static byte[] fingerprint(byte[] input) {
    return sha256().digest(input);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
