package dev.raincheck.faults;

import dev.raincheck.faults.history.Fault;
import dev.raincheck.faults.history.History;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Breaks one thing after the other, and mends each, until the end is announced. What it has broken
 * then is mended at once. Of one thread each.
 */
final class Breaker {
  private final PostgresServer database;
  private final History history;
  private final CountDownLatch end;
  private final long startedAt = System.nanoTime();

  /**
   * @param end announced by opening it
   */
  Breaker(PostgresServer database, History history, CountDownLatch end) {
    this.database = database;
    this.history = history;
    this.end = end;
  }

  /** Follows the plan for a replica. */
  void breakReplica(Replica replica, List<FaultPlan.Step> steps) throws Exception {
    for (FaultPlan.Step step : steps) {
      if (awaitTime(step)) {
        return;
      }
      long pid = replica.service().pid();
      long beganAt = System.nanoTime();
      breakAndMend(replica, step);
      history.add(
          new Fault(step.kind(), replica.name(), OptionalLong.of(pid), beganAt, System.nanoTime()));
    }
  }

  /** Follows the plan for the database. */
  void breakDatabase(List<FaultPlan.Step> steps) throws Exception {
    for (FaultPlan.Step step : steps) {
      if (awaitTime(step)) {
        return;
      }
      long beganAt = System.nanoTime();
      breakAndMend(step);
      history.add(
          new Fault(step.kind(), "database", OptionalLong.empty(), beganAt, System.nanoTime()));
    }
  }

  /** Whether the end came first. */
  private boolean awaitTime(FaultPlan.Step step) throws InterruptedException {
    long wait = startedAt + step.at().toNanos() - System.nanoTime();
    return end.await(wait, TimeUnit.NANOSECONDS);
  }

  private void leave(Duration time) throws InterruptedException {
    end.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void breakAndMend(Replica replica, FaultPlan.Step step) throws Exception {
    Link link = replica.link();
    switch (step.kind()) {
      case KILL -> {
        replica.service().kill();
        replica.startAgain();
      }
      case DRAIN -> {
        replica.service().stop();
        replica.startAgain();
      }
      case PAUSE -> {
        replica.service().pause();
        leave(step.lasts());
        replica.service().resume();
      }
      case LINK_CUT -> leave(step, link, link::cut);
      case LINK_HELD -> leave(step, link, link::hold);
      case LATENCY -> leave(step, link, () -> link.delay(step.lasts().dividedBy(30)));
      case ANSWERS_SWALLOWED -> leave(step, link, link::swallowAnswers);
      case DATABASE_RESTART, CONNECTIONS_KILLED, READ_ONLY ->
          throw new IllegalArgumentException(step + " is no fault of a replica");
    }
  }

  private void leave(FaultPlan.Step step, Link link, Runnable fault) throws InterruptedException {
    fault.run();
    leave(step.lasts());
    link.mend();
  }

  private void breakAndMend(FaultPlan.Step step) throws Exception {
    switch (step.kind()) {
      case DATABASE_RESTART -> {
        database.stopImmediately();
        leave(step.lasts());
        database.startAgain();
      }
      case CONNECTIONS_KILLED -> database.killConnections();
      case READ_ONLY -> {
        database.readOnly(true);
        leave(step.lasts());
        database.readOnly(false);
      }
      case KILL, PAUSE, DRAIN, LINK_CUT, LINK_HELD, LATENCY, ANSWERS_SWALLOWED ->
          throw new IllegalArgumentException(step + " is no fault of the database");
    }
  }
}
