package dev.raincheck.work;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Work as the test wants it, recorded by {@link Execution} apart from the database. */
@Path("/work")
public class WorkProcedure {
  private final CallContext call;

  WorkProcedure(CallContext call) {
    this.call = call;
  }

  /**
   * What to do.
   *
   * @param millis how long it takes
   * @param blocking whether it keeps its thread for that time
   * @param failures so many attempts, the first, fail and may be repeated
   * @param exit so many attempts, the first, end their process
   * @param size how much padding the result has, in characters
   * @param label tells rows that come from different requests apart; means nothing here
   */
  public record Work(
      long millis, boolean blocking, int failures, int exit, int size, @Nullable String label) {}

  /**
   * What was done.
   *
   * @param token of this execution alone
   */
  public record Done(UUID token, UUID callId, int attempt, String padding) {}

  /** Without a stack trace, which would fill the log. */
  private static final class PlannedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlannedFailure() {
      super("As the test wants it", null, false, false);
    }
  }

  @POST
  @Blocking
  @Procedure(name = "work")
  public Uni<Done> work(Work work) throws InterruptedException {
    Execution execution = Execution.begin(call.callId(), call.attempt());
    if (work.blocking()) {
      try {
        Thread.sleep(work.millis());
      } catch (InterruptedException e) {
        execution.end("STOPPED");
        throw e;
      }
      return Uni.createFrom().item(ended(work, execution));
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(Math.max(1, work.millis())))
        .map(ignored -> ended(work, execution))
        .onCancellation()
        .invoke(() -> execution.end("STOPPED"));
  }

  private static Done ended(Work work, Execution execution) {
    if (execution.attempt() <= work.exit()) {
      Runtime.getRuntime().halt(137);
    }
    if (execution.attempt() <= work.failures()) {
      execution.end("FAILED");
      throw new PlannedFailure();
    }
    execution.end("OK");
    return new Done(
        execution.token(), execution.callId(), execution.attempt(), "x".repeat(work.size()));
  }
}
