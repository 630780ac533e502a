package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Lifecycle.Effect;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.Transition;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Expiry, retention, and the counts of the queue. */
@QuarkusTest
@TestProfile(Quiet.class)
class HousekeepingTest extends StoreFixture {

  private UUID expired() {
    UUID id = accept(draft().budget(Duration.ofHours(1))).id();
    sql("update pending set expires_at = now() where id = $1", id);
    return id;
  }

  @Test
  void aCallExpiresInTheQueue() {
    UUID id = expired();
    UUID other = accept(draft().budget(Duration.ofHours(1))).id();

    assertTrue(get(store.expire(100)).contains(new Transition(id, procedure, CallState.EXPIRED)));

    EndedCall ended = get(store.ended(id)).orElseThrow();
    assertEquals(CallState.EXPIRED, ended.row().state());
    assertEquals(504, ended.response().orElseThrow().status());
    assertEquals(
        Optional.of(new Call.Failure(504, "The caller's time was spent")), ended.row().failure());
    assertEquals(CallState.QUEUED, state(other));
  }

  @Test
  void whatRunsIsLeftToItsOwner() {
    ClaimedCall call = running(draft().budget(Duration.ofHours(1)));
    sql("update pending set expires_at = now() where id = $1", call.id());

    get(store.expire(100));

    assertEquals(CallState.RUNNING, state(call.id()));
  }

  @Test
  void manyExpireInSteps() {
    get(store.expire(10_000));
    for (int i = 0; i < 5; i++) {
      expired();
    }

    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      steps.add(get(store.expire(2)).size());
    }

    assertEquals(List.of(2, 2, 1, 0), steps);
  }

  @Test
  void endedCallsAreDroppedInStepsWhenTheirRetentionIsOver() {
    get(store.purge(10_000));
    List<UUID> old = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ClaimedCall call = running(draft().retention(Duration.ZERO).key("k" + i, "request"));
      requeue(call, Effect.SPENT);
      end(claim(lease()), CallState.FAILED);
      old.add(call.id());
    }
    UUID kept = ended(CallState.SUCCEEDED);
    UUID waiting = accept(draft().retention(Duration.ZERO)).id();

    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      steps.add(get(store.purge(2)));
    }

    assertEquals(List.of(2, 2, 1, 0), steps);
    for (UUID id : old) {
      for (String table : List.of("call", "pending", "outcome", "attempt", "idempotency")) {
        assertEquals(0, count(table, id), table);
      }
    }
    assertEquals(CallState.SUCCEEDED, state(kept));
    assertEquals(CallState.QUEUED, state(waiting));
  }

  @Test
  void whatHasEndedOrIsGoneIsToldFromWhatHasNot() {
    UUID done = ended(CallState.SUCCEEDED);
    UUID running = running().id();
    UUID waiting = queued();
    UUID unknown = ids.next();

    assertEquals(
        Set.of(done, unknown),
        Set.copyOf(get(store.endedAmong(List.of(done, running, waiting, unknown)))));
    assertEquals(List.of(), get(store.endedAmong(List.of())));
  }

  @Test
  void theQueueIsCounted() {
    running();
    UUID old = queued();
    queued();
    accept(draft().delay(Duration.ofHours(1)));
    sql(
        "update pending set not_before = now() - interval '1 minute',"
            + " created_at = now() - interval '1 minute' where id = $1",
        old);

    QueueSample sample = sample(procedure);

    assertEquals(3, sample.queued());
    assertEquals(1, sample.running());
    assertTrue(sample.oldest().compareTo(Duration.ofMinutes(1)) >= 0, sample::toString);
    assertTrue(sample.oldest().compareTo(Duration.ofMinutes(30)) < 0, sample::toString);
  }

  @Test
  void whatMayNotStartYetHasNoAge() {
    accept(draft().delay(Duration.ofHours(1)));

    assertEquals(new QueueSample(procedure, 1, 0, Duration.ZERO), sample(procedure));
  }

  @Test
  void theAgeOfWhatWasMovedBeforeAllTimeIsBounded() {
    UUID moved = queued();
    sql(
        "update pending set not_before = '-infinity', created_at = '-infinity' where id = $1",
        moved);

    Duration age = sample(procedure).oldest();

    // Days of a zone with summer time differ by an hour.
    assertEquals(0, age.minusDays(36_500).toDays(), age::toString);
    sql("delete from pending where id = $1", moved);
  }

  private QueueSample sample(String name) {
    return get(store.sample()).stream()
        .filter(sample -> sample.procedure().equals(name))
        .findAny()
        .orElseThrow();
  }
}
