package dev.raincheck.http;

import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.raincheck.admission.BatchSubmission;
import dev.raincheck.admission.Submission;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.WireDuration;
import dev.raincheck.execution.Codec;
import dev.raincheck.execution.InputReader;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of each call of a batch what a request to its procedure would be made into: arguments that
 * are read, validated and encoded. What is wrong with any of them is told in one problem.
 */
@Singleton
class BatchInputs {
  private static final int MOST_VIOLATIONS = 100;
  private static final int LAST_PRIORITY = 7;

  private final ProcedureRegistry registry;
  private final InputReader reader;
  private final ArgumentCheck check;
  private final Codec codec;
  private final SubmitRights rights;

  BatchInputs(
      ProcedureRegistry registry,
      InputReader reader,
      ArgumentCheck check,
      Codec codec,
      SubmitRights rights) {
    this.registry = registry;
    this.reader = reader;
    this.check = check;
    this.codec = codec;
    this.rights = rights;
  }

  /**
   * @param common what the headers say
   * @throws ProblemException 422 with {@code violations[]}, of which each names its call
   */
  BatchSubmission submission(BatchRequest request, Submission common) {
    List<Submission> calls = new ArrayList<>(request.calls().size());
    List<Problem.Violation> violations = new ArrayList<>();
    for (int i = 0; i < request.calls().size() && violations.size() < MOST_VIOLATIONS; i++) {
      BatchRequest.Member member = request.calls().get(i);
      Place place = new Place("calls[" + i + "]", violations);
      call(member, common, place).ifPresent(calls::add);
    }
    if (!violations.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.VALIDATION_FAILED, "The batch was not stored.")
              .withViolations(violations));
    }
    return new BatchSubmission(common, calls, request.awaiting().successes(), request.failFast());
  }

  /** A call in the request, and what is found to be wrong in it. */
  private record Place(String path, List<Problem.Violation> violations) {
    void wrong(String field, String message) {
      violations.add(new Problem.Violation(path + field, message));
    }
  }

  private Optional<Submission> call(BatchRequest.Member member, Submission common, Place place) {
    Optional<ProcedureDefinition> procedure =
        Optional.ofNullable(member.procedure()).flatMap(registry::named);
    if (procedure.isEmpty()) {
      place.wrong(".procedure", "must be the name of a procedure");
      return Optional.empty();
    }
    int priority = member.priority() == null ? common.priority() : member.priority();
    if (priority < 0 || priority > LAST_PRIORITY) {
      place.wrong(".priority", "must be 0 to " + LAST_PRIORITY);
    }
    Optional<Duration> delay = duration(member.delay(), ".delay", place);
    Optional<Duration> budget = duration(member.timeout(), ".timeout", place);
    return input(procedure.get(), member.input(), place)
        .map(
            input ->
                new Submission(
                    procedure.get().name(),
                    common.caller(),
                    input,
                    Optional.empty(),
                    budget.or(common::budget),
                    delay.orElse(common.delay()),
                    priority,
                    common.trace(),
                    Optional.empty(),
                    common.claims()));
  }

  private static Optional<Duration> duration(@Nullable String text, String field, Place place) {
    try {
      return Optional.ofNullable(text).map(WireDuration::parse);
    } catch (DateTimeException malformed) {
      place.wrong(field, "must be a number with a unit of ms, s, m, h or d, such as 30s");
      return Optional.empty();
    }
  }

  private Optional<byte[]> input(
      ProcedureDefinition procedure, @Nullable Object input, Place place) {
    try {
      @Nullable Object[] arguments =
          reader.arguments(procedure, input instanceof TokenBuffer tokens ? tokens : null);
      rights.check(procedure, arguments);
      List<Problem.Violation> invalid = check.violations(procedure, arguments);
      invalid.forEach(wrong -> place.wrong(".input" + wrong.field(), wrong.message()));
      return invalid.isEmpty() ? Optional.of(codec.encode(procedure, arguments)) : Optional.empty();
    } catch (InputReader.Unreadable wrong) {
      place.wrong(".input" + wrong.field(), String.valueOf(wrong.getMessage()));
    } catch (IOException no) {
      place.wrong(".input", "cannot be stored");
    }
    return Optional.empty();
  }
}
