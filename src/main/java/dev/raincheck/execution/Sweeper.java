package dev.raincheck.execution;

import dev.raincheck.core.CallEvent;
import dev.raincheck.core.CallEvents;
import dev.raincheck.core.CallStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends calls that wait beyond their budget, and stops those that were cancelled elsewhere. */
@ApplicationScoped
class Sweeper {
  private final CallStore store;
  private final Running running;
  private final Node node;
  private final CallEvents events;
  private final ExecutionConfig config;

  Sweeper(CallStore store, Running running, Node node, CallEvents events, ExecutionConfig config) {
    this.store = store;
    this.running = running;
    this.node = node;
    this.events = events;
    this.config = config;
  }

  Uni<Void> sweep() {
    return store
        .expire(config.expiryBatch())
        .invoke(
            expired ->
                expired.forEach(
                    call ->
                        events.on(
                            new CallEvent.EndRecorded(
                                call.id(), call.procedure(), call.state(), true))))
        .chain(this::cancelHere);
  }

  private Uni<Void> cancelHere() {
    return node.id()
        .map(
            id ->
                store
                    .cancelRequested(id)
                    .invoke(calls -> calls.forEach(call -> running.stop(call, StopCause.CANCELLED)))
                    .replaceWithVoid())
        .orElseGet(() -> Uni.createFrom().voidItem());
  }
}
