package dev.raincheck.execution;

import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Fence;
import dev.raincheck.core.Outcome;
import dev.raincheck.core.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Attempts that are never started. */
final class Attempts {
  private static final AttemptTools TOOLS =
      new AttemptTools(null, null, null, null, System::nanoTime, null, null);
  private static final Attempt.Owner NOBODY =
      new Attempt.Owner() {
        @Override
        public void settled(Attempt attempt, Outcome outcome, Duration ran) {}

        @Override
        public void progressed(Attempt attempt) {}
      };

  private Attempts() {}

  static Attempt of(String procedure) {
    ClaimedCall call =
        new ClaimedCall(
            UUID.randomUUID(),
            procedure,
            "",
            new Fence(UUID.randomUUID(), 1, Instant.EPOCH),
            1,
            new byte[0],
            Optional.empty(),
            0,
            Duration.ZERO,
            Trace.NONE,
            Optional.empty());
    ProcedureDefinition definition =
        new ProcedureDefinition(
            procedure, "POST", "/", null, List.of(), List.of(), "", Threading.EVENT_LOOP, null);
    return new Attempt(call, definition, Duration.ofMinutes(1), TOOLS, NOBODY);
  }
}
