package dev.raincheck.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;

/**
 * A tiny model of the service that keeps all promises: it draws the life of a call, and what
 * clients would see of it. Times are in milliseconds.
 */
final class Simulation {
  private final Random random;
  private final List<Entry> entries;
  private final String id;
  private final Question.Submit request;
  private final List<Onlookers.Moment> life = new ArrayList<>();
  private final Onlookers onlookers;
  private long now;
  private int attempt;
  private int maxAttempts = Story.MAX_ATTEMPTS;
  private long expiresAt = Long.MAX_VALUE;

  private Simulation(Random random, List<Entry> entries, int number) {
    this.random = random;
    this.entries = entries;
    this.id = "call-" + number;
    this.now = random.nextInt(10_000);
    String label = "label-" + number;
    Optional<String> key = draw(3) == 0 ? Optional.of("key-" + number) : Optional.empty();
    OptionalLong budget = draw(3) == 0 ? OptionalLong.of(50 + draw(400)) : OptionalLong.empty();
    request = new Question.Submit(label, key, "body of " + label, budget, maxAttempts);
    onlookers = new Onlookers(random, entries, request, life);
  }

  /** What happened to some calls, all drawn from a seed. */
  static List<Entry> entries(long seed) {
    Random random = new Random(seed);
    List<Entry> entries = new ArrayList<>();
    int calls = 5 + random.nextInt(20);
    for (int number = 0; number < calls; number++) {
      new Simulation(random, entries, number).live();
    }
    return entries;
  }

  private int draw(int bound) {
    return random.nextInt(bound);
  }

  private void live() {
    entries.add(new Row.Call(id, request.key(), request.label(), request.budgetMillis()));
    request.key().ifPresent(key -> entries.add(new Row.Key(key, id)));
    request.budgetMillis().ifPresent(budget -> expiresAt = now + budget);
    if (draw(2) == 0) {
      attempt = 1;
      show(State.RUNNING);
    } else {
      show(State.QUEUED);
    }
    onlookers.submit(now);
    while (!last().state().isFinal()) {
      now += 1 + draw(60);
      if (last().state() == State.QUEUED) {
        leaveTheQueue();
      } else {
        run();
      }
    }
    for (int look = draw(12); look > 0; look--) {
      onlookers.look(now);
    }
  }

  private void show(State state) {
    show(state, false);
  }

  private void show(State state, boolean cancelRequested) {
    life.add(
        new Onlookers.Moment(
            now, new Reply.Sight(id, state, attempt, maxAttempts, cancelRequested)));
  }

  private Reply.Sight last() {
    return life.get(life.size() - 1).sight();
  }

  private void leaveTheQueue() {
    if (now >= expiresAt) {
      end(State.EXPIRED, 504, Optional.empty());
    } else if (draw(20) == 0) {
      end(State.CANCELLED, 410, Optional.empty());
      onlookers.ask(new Question.Cancel(id), now);
    } else {
      attempt++;
      show(State.RUNNING);
    }
  }

  private void run() {
    if (draw(20) == 0) {
      attempt--;
      show(State.QUEUED);
      return;
    }
    String token = "token-" + id + "-" + attempt;
    long pid = draw(3);
    entries.add(new Execution.Begin(id, attempt, pid, token, Story.nanos(now)));
    now += 1 + draw(100);
    Function<Execution.Ending, Execution.End> over =
        ending -> new Execution.End(id, attempt, pid, token, Story.nanos(now), ending);
    int fate = draw(20);
    if (now >= expiresAt) {
      end(State.EXPIRED, 504, Optional.empty());
    } else if (fate < 10) {
      entries.add(over.apply(Execution.Ending.OK));
      now++;
      end(State.SUCCEEDED, 200, Optional.of(token));
    } else if (fate < 14) {
      entries.add(over.apply(Execution.Ending.FAILED));
      now++;
      another(OptionalInt.of(500), Optional.of("failure of " + token));
    } else if (fate < 16) {
      another(OptionalInt.of(500), Optional.empty());
    } else if (fate < 18) {
      entries.add(over.apply(Execution.Ending.STOPPED));
      maxAttempts++;
      another(OptionalInt.empty(), Optional.empty());
    } else {
      show(State.RUNNING, true);
      onlookers.ask(new Question.Cancel(id), now);
      now += 1 + draw(20);
      end(State.CANCELLED, 410, Optional.empty());
    }
  }

  private void another(OptionalInt failure, Optional<String> body) {
    if (attempt < maxAttempts) {
      entries.add(new Row.Attempt(id, attempt, failure));
      show(State.QUEUED);
    } else {
      outcome(State.FAILED, 500, body, Optional.empty());
    }
  }

  private void end(State state, int status, Optional<String> token) {
    outcome(state, status, token.map(from -> "result of " + from), token);
  }

  private void outcome(State state, int status, Optional<String> body, Optional<String> token) {
    show(state);
    boolean failed = state == State.FAILED;
    entries.add(
        new Row.Outcome(
            id,
            state,
            now * 1_000,
            expiresAt == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(expiresAt * 1_000),
            attempt,
            maxAttempts,
            status,
            body,
            token,
            failed ? OptionalInt.of(status) : OptionalInt.empty(),
            failed ? Optional.of("It failed") : Optional.empty()));
  }
}
