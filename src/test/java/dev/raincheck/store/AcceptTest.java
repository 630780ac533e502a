package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.Accepted;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.StoreException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class AcceptTest extends StoreFixture {
  @Inject Database database;

  @Test
  void aNewCallWaits() {
    CallRow stored = accept(draft());

    assertEquals(CallState.QUEUED, stored.state());
    assertEquals(0, stored.attempt());
    assertEquals(3, stored.maxAttempts());
    assertEquals(Optional.empty(), stored.startedAt());
    assertEquals(Optional.empty(), stored.notBefore());
    assertEquals(Optional.empty(), stored.expiresAt());
    assertEquals(Optional.of(stored.createdAt()), stored.queueAt());
  }

  @Test
  void whatItAnswersIsWhatIsReadLater() {
    CallRow queued =
        accept(draft().delay(Duration.ofHours(1)).budget(Duration.ofHours(2)).priority(7));
    CallRow claimed = accept(draft().claimedBy(lease()).budget(Duration.ofMillis(1234)));

    for (CallRow stored : List.of(queued, claimed)) {
      CallRow read = row(stored.id());
      assertEquals(stored, at(read, stored));
    }
    assertEquals(
        Optional.of(queued.createdAt().plus(Duration.ofHours(1))), queued.notBefore(), "delay");
    assertEquals(
        Optional.of(queued.createdAt().plus(Duration.ofHours(2))), queued.expiresAt(), "budget");
  }

  /** The same row, as if it had been read when the other one was. */
  private static CallRow at(CallRow row, CallRow other) {
    return new CallRow(
        row.id(),
        row.procedure(),
        row.caller(),
        row.state(),
        row.createdAt(),
        row.notBefore(),
        row.expiresAt(),
        row.startedAt(),
        row.endedAt(),
        row.queueAt(),
        row.attempt(),
        row.maxAttempts(),
        row.cancelRequested(),
        row.progress(),
        row.failure(),
        row.attempts(),
        row.ran(),
        row.deliveries(),
        other.readAt());
  }

  @Test
  void everythingThatAnAttemptNeedsComesBack() {
    NewCall call =
        draft()
            .trace("00-1-2-01", "vendor=x")
            .budget(Duration.ofMinutes(1))
            .claims("{\"sub\":\"ann\"}")
            .done();
    get(store.accept(call));

    ClaimedCall claimed = claim(lease());

    assertEquals(call.id(), claimed.id());
    assertArrayEquals(call.input(), claimed.input());
    assertEquals(call.trace(), claimed.trace());
    assertEquals(call.claims(), claimed.claims());
    Duration left = claimed.budget().orElseThrow();
    assertTrue(left.compareTo(Duration.ofMinutes(1)) <= 0 && !left.isNegative(), left::toString);
  }

  @Test
  void itIsStoredAsClaimedByALease() {
    UUID node = lease("the-owner");

    CallRow stored = accept(draft().claimedBy(node));

    assertEquals(CallState.RUNNING, stored.state());
    assertEquals(1, stored.attempt());
    assertEquals(Optional.of(stored.createdAt()), stored.startedAt());
    assertEquals("the-owner", stored.attempts().get(0).node());
    assertEquals(List.of(), claim(lease(), 10));
  }

  @Test
  void aLeaseThatIsGoneClaimsNothing() {
    UUID node = lease();
    get(leases.resign(node));

    CallRow stored = accept(draft().claimedBy(node));

    assertEquals(CallState.QUEUED, stored.state());
    assertEquals(0, stored.attempt());
    assertEquals(stored.id(), claim(lease()).id());
  }

  @Test
  void inOneBatchOnlyOneLeaseClaims() {
    UUID lost = lease();
    UUID held = lease();
    List<NewCall> batch =
        List.of(draft().claimedBy(held).done(), draft().done(), draft().claimedBy(lost).done());

    List<CallState> states = new ArrayList<>();
    get(new Accepts(database, sealer, turns).store(batch))
        .forEach(accepted -> states.add(((Accepted.Stored) accepted).row().state()));

    assertEquals(List.of(CallState.RUNNING, CallState.QUEUED, CallState.QUEUED), states);
  }

  @Test
  void manyAtOnceAreAllStored() {
    List<Uni<Accepted>> accepts = new ArrayList<>();
    Set<UUID> expected = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      NewCall call = draft().done();
      expected.add(call.id());
      accepts.add(store.accept(call));
    }

    Set<UUID> stored = new HashSet<>();
    get(Uni.join().all(accepts).andFailFast())
        .forEach(accepted -> stored.add(((Accepted.Stored) accepted).row().id()));

    assertEquals(expected, stored);
    assertEquals(
        2_000, get(store.sample()).stream().filter(this::isOurs).findAny().orElseThrow().queued());
  }

  private boolean isOurs(QueueSample sample) {
    return sample.procedure().equals(procedure);
  }

  @Test
  void theSameRequestWithTheSameKeyIsTheSameCall() {
    UUID first = accept(draft().key("k", "request")).id();

    assertEquals(
        new Accepted.Replayed(first), get(store.accept(draft().key("k", "request").done())));
    assertEquals(new Accepted.KeyReused(), get(store.accept(draft().key("k", "another").done())));
    assertEquals(1, claim(lease(), 10).size());
  }

  @Test
  void aKeyHoldsForOneCallerAndOneProcedure() {
    UUID first = accept(draft().key("k", "request")).id();
    UUID ofAnother = accept(draft().caller("somebody").key("k", "request")).id();
    CallDraft elsewhere = new CallDraft(ids.next(), procedure + "-2").key("k", "request");
    UUID ofAnotherProcedure = accept(elsewhere).id();

    assertEquals(3, Set.of(first, ofAnother, ofAnotherProcedure).size());
  }

  @Test
  void aKeyThatIsRepeatedWithinOneBatchCountsOnce() {
    NewCall first = draft().key("k", "request").done();
    NewCall second = draft().key("k", "request").done();
    NewCall third = draft().key("k", "another").done();
    NewCall without = draft().done();

    List<Accepted> accepted =
        get(new Accepts(database, sealer, turns).store(List.of(first, second, third, without)));

    assertEquals(first.id(), assertInstanceOf(Accepted.Stored.class, accepted.get(0)).row().id());
    assertEquals(new Accepted.Replayed(first.id()), accepted.get(1));
    assertEquals(new Accepted.KeyReused(), accepted.get(2));
    assertInstanceOf(Accepted.Stored.class, accepted.get(3));
    assertEquals(2, claim(lease(), 10).size());
  }

  @Test
  void oneOfManyConcurrentRequestsWithOneKeyIsStored() {
    List<Uni<List<Accepted>>> batches = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      batches.add(
          new Accepts(database, sealer, turns)
              .store(
                  List.of(
                      draft().key("a", "request").done(),
                      draft().done(),
                      draft().key("b", "request").done())));
    }

    List<Accepted> accepted =
        get(Uni.join().all(batches).andFailFast()).stream().flatMap(List::stream).toList();

    assertEquals(16 + 2, accepted.stream().filter(Accepted.Stored.class::isInstance).count());
    assertEquals(
        2, accepted.stream().filter(Accepted.Replayed.class::isInstance).distinct().count());
    assertEquals(16 + 2, claim(lease(), 100).size());
  }

  @Test
  void aKeyIsFreeAgainWhenItsCallIsForgotten() {
    ClaimedCall first = running(draft().key("k", "request"));
    end(first, CallState.SUCCEEDED);
    assertTrue(get(store.delete(first.id())));

    accept(draft().key("k", "another"));
  }

  @Test
  void oneThatCannotBeStoredDoesNotHarmTheOthers() {
    List<Uni<Object>> accepts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      CallDraft draft = i % 5 == 2 ? draft().caller("no\0text") : draft();
      accepts.add(
          store.accept(draft.done()).map(Object.class::cast).onFailure().recoverWithItem(f -> f));
    }

    List<Object> answers = get(Uni.join().all(accepts).andFailFast());

    for (int i = 0; i < answers.size(); i++) {
      Class<?> expected = i % 5 == 2 ? StoreException.class : Accepted.Stored.class;
      assertEquals(expected, answers.get(i).getClass(), "call " + i);
    }
    assertEquals(16, claim(lease(), 100).size());
  }

  @Test
  void aloneItFailsAsWell() {
    assertThrows(StoreException.class, () -> get(store.accept(draft().caller("no\0text").done())));
  }
}
