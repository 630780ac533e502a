package dev.raincheck.execution;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Runs the method of a procedure where it belongs: on a worker thread of the managed executor, on
 * an event loop, or on a virtual thread; each time in a Vert.x context and a request scope of its
 * own, which know the call. Guarded by the procedure's circuit breaker, within a span.
 */
@ApplicationScoped
class Invocation {
  private static final String CALL_ID = "callId";
  private static final String ATTEMPT = "attempt";

  private final EventLoops loops;
  private final ExecutorService virtualThreads;
  private final Codec codec;
  private final CurrentCall currentCall;
  private final Wrappings wrappings;

  Invocation(
      EventLoops loops,
      @VirtualThreads ExecutorService virtualThreads,
      Codec codec,
      CurrentCall currentCall,
      Wrappings wrappings) {
    this.loops = loops;
    this.virtualThreads = virtualThreads;
    this.codec = codec;
    this.currentCall = currentCall;
    this.wrappings = wrappings;
  }

  /** What the method answers: an item, which may be null, or a failure. */
  Uni<Object> answer(Attempt attempt) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context context = loops.newContext();
              switch (attempt.procedure().threading()) {
                case EVENT_LOOP -> context.runOnContext(ignored -> run(attempt, emitter));
                case WORKER ->
                    context.executeBlocking(
                        () -> {
                          run(attempt, emitter);
                          return true;
                        },
                        false);
                case VIRTUAL ->
                    context.runOnContext(
                        ignored -> virtualThreads.execute(() -> run(attempt, emitter)));
              }
            });
  }

  private void run(Attempt attempt, UniEmitter<? super Object> emitter) {
    boolean mayBlock = attempt.procedure().threading() != Threading.EVENT_LOOP;
    if (mayBlock) {
      attempt.thread().enter();
    }
    // Kept in the attempt's own Vert.x context, so it holds for all that the method does later.
    MDC.put(CALL_ID, attempt.call().id().toString());
    MDC.put(ATTEMPT, String.valueOf(attempt.call().attempt()));
    // For the typed clients, which pass it on with the calls that the method makes.
    attempt
        .remainingBudget()
        .ifPresent(
            left ->
                ContextLocals.put(
                    CallHeaders.OPERATION_TIMEOUT, System.nanoTime() + left.toNanos()));
    try {
      if (!attempt.isStopped()) {
        inRequestScope(attempt, emitter);
      }
    } finally {
      if (mayBlock) {
        attempt.thread().leave();
      }
    }
  }

  private void inRequestScope(Attempt attempt, UniEmitter<? super Object> emitter) {
    ManagedContext scope = Arc.container().requestContext();
    ContextState state = scope.activate();
    try {
      currentCall.bind(attempt);
      Cancellable running =
          wrappings
              .around(attempt, Uni.createFrom().deferred(() -> method(attempt)))
              .onTermination()
              .invoke(() -> scope.destroy(state))
              .subscribe()
              .with(emitter::complete, emitter::fail);
      emitter.onTermination(running::cancel);
    } finally {
      scope.deactivate();
    }
  }

  private Uni<Object> method(Attempt attempt) {
    Object answer;
    try {
      answer = attempt.procedure().invoker().invoke(null, arguments(attempt));
    } catch (Throwable thrown) {
      // Any Throwable of a procedure is a failure of its attempt, not of this thread.
      return Uni.createFrom().failure(thrown);
    }
    if (answer instanceof Uni<?> uni) {
      return uni.onItem().castTo(Object.class);
    } else if (answer instanceof CompletionStage<?> stage) {
      return Uni.createFrom().completionStage(stage).onItem().castTo(Object.class);
    } else if (answer == null && attempt.procedure().answersLater()) {
      throw new IllegalStateException("The procedure returned null instead of a Uni or a stage");
    }
    return Uni.createFrom().item(answer);
  }

  private @Nullable Object[] arguments(Attempt attempt) {
    try {
      return codec.decode(attempt.procedure(), attempt.call().input());
    } catch (IOException unreadable) {
      throw new ProblemException(
          Problem.of(
              ProblemType.INPUT_UNREADABLE,
              "What is stored of the input cannot be decrypted, or is not what the procedure reads."),
          null,
          unreadable);
    }
  }
}
