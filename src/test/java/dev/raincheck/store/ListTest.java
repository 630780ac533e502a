package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.CallQuery;
import dev.raincheck.core.CallRow;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class ListTest extends StoreFixture {
  private Set<CallState> states = Set.of();
  private Optional<Instant> since = Optional.empty();
  private Optional<Instant> until = Optional.empty();

  private List<CallRow> page(Optional<CallQuery.Position> after, int limit) {
    return get(
        store.list(
            new CallQuery(
                Optional.of(procedure), Optional.empty(), states, since, until, after, limit)));
  }

  private List<UUID> listed() {
    return page(Optional.empty(), 100).stream().map(CallRow::id).toList();
  }

  private static CallQuery.Position place(CallRow row) {
    return new CallQuery.Position(row.createdAt(), row.id());
  }

  @Test
  void theNewestComesFirst() {
    List<UUID> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(0, queued());
    }

    assertEquals(calls, listed());
  }

  @Test
  void pagesAreSeamlessEvenWhereTimesAreEqual() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      expected.add(queued());
    }
    sql(
        "update call set created_at = '2026-11-22T08:00:00.123456Z' where procedure = $1",
        procedure);
    expected.sort(Comparator.comparing(UUID::toString).reversed());

    List<UUID> read = new ArrayList<>();
    Optional<CallQuery.Position> after = Optional.empty();
    List<CallRow> page = page(after, 3);
    while (!page.isEmpty()) {
      page.forEach(row -> read.add(row.id()));
      after = Optional.of(place(page.get(page.size() - 1)));
      page = page(after, 3);
    }

    assertEquals(expected, read);
  }

  @Test
  void theListIsFilteredByState() {
    UUID waiting = queued();
    UUID running = running().id();
    UUID failed = ended(CallState.FAILED);
    UUID succeeded = ended(CallState.SUCCEEDED);

    states = Set.of(CallState.FAILED, CallState.RUNNING);
    assertEquals(List.of(failed, running), listed());
    states = Set.of(CallState.QUEUED);
    assertEquals(List.of(waiting), listed());
    states = Set.of(CallState.CANCELLED, CallState.EXPIRED);
    assertEquals(List.of(), listed());
    states = Set.of(CallState.values());
    assertEquals(List.of(succeeded, failed, running, waiting), listed());
  }

  @Test
  void sinceIsInclusiveAndUntilIsNot() {
    CallRow first = accept(draft());
    CallRow second = accept(draft());
    CallRow third = accept(draft());

    since = Optional.of(second.createdAt());
    assertEquals(List.of(third.id(), second.id()), listed());
    until = Optional.of(third.createdAt());
    assertEquals(List.of(second.id()), listed());
    since = Optional.empty();
    assertEquals(List.of(second.id(), first.id()), listed());
  }

  @Test
  void allFiltersHoldAtATime() {
    CallRow first = accept(draft());
    CallRow second = accept(draft());
    accept(draft());
    states = Set.of(CallState.QUEUED);
    since = Optional.of(first.createdAt());

    assertEquals(
        List.of(first.id()),
        page(Optional.of(place(second)), 5).stream().map(CallRow::id).toList());
  }

  @Test
  void aCallersListHasItsOwnCalls() {
    UUID own = accept(draft().caller("key:ann-" + procedure)).id();
    accept(draft().caller("key:bob-" + procedure));
    queued();

    assertEquals(List.of(own), listedOf("key:ann-" + procedure, Optional.of(procedure)));
    assertEquals(List.of(own), listedOf("key:ann-" + procedure, Optional.empty()));
    assertEquals(List.of(), listedOf("", Optional.empty()), "nobody has no calls of its own");
  }

  private List<UUID> listedOf(String caller, Optional<String> ofProcedure) {
    return get(
            store.list(
                new CallQuery(
                    ofProcedure, Optional.of(caller), states, since, until, Optional.empty(), 100)))
        .stream()
        .map(CallRow::id)
        .toList();
  }

  @Test
  void withoutAProcedureTheListIsOfAll() {
    UUID here = queued();
    UUID there = accept(new CallDraft(ids.next(), procedure + "-2")).id();

    List<CallRow> rows =
        get(
            store.list(
                new CallQuery(
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    2)));

    assertEquals(List.of(there, here), rows.stream().map(CallRow::id).toList());
  }
}
