package dev.raincheck.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.FeedPage;
import dev.raincheck.core.FeedPlace;
import dev.raincheck.core.FeedStore;
import dev.raincheck.core.FoundCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The order in which ends are told: nothing comes in before what was told. */
@QuarkusTest
@TestProfile(Quiet.class)
class FeedStoreTest extends StoreFixture {
  private static final int WRITERS = 5;
  private static final int ROUNDS = 20;

  @Inject FeedStore feed;
  @Inject Flyway flyway;

  private UUID ended() {
    ClaimedCall call = running();
    assertTrue(end(call, CallState.SUCCEEDED));
    return call.id();
  }

  private FeedPlace now() {
    return get(feed.now()).next();
  }

  private FeedPage after(FeedPlace place) {
    return get(feed.ends(place, 100));
  }

  private List<UUID> ids(FeedPage page) {
    return page.ends().stream()
        .map(FeedPage.End::call)
        .filter(call -> call.procedure().equals(procedure))
        .map(FoundCall::id)
        .toList();
  }

  /** What is found once whatever else goes on in the database has been committed. */
  private FeedPage awaitEnds(FeedPlace place, List<UUID> expected) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> after(place), page -> ids(page).equals(expected));
  }

  private SqlConnection begin() {
    SqlConnection connection = get(pool.getConnection());
    get(connection.query("begin").execute());
    get(connection.query("select pg_current_xact_id()").execute());
    return connection;
  }

  private static void commit(SqlConnection connection) {
    get(connection.query("commit").execute());
    get(connection.close());
  }

  /** As if the open transaction had ended the call. */
  private static void end(SqlConnection connection, UUID call) {
    get(
        connection
            .preparedQuery(
                "update outcome set ended_tx = pg_current_xact_id()::text::bigint where id = $1")
            .execute(Tuple.of(call)));
  }

  @Test
  void whatHasEndedIsThereInItsOrder() {
    FeedPlace start = now();
    List<UUID> calls = List.of(ended(), ended(), ended());
    FeedPage page = awaitEnds(start, calls);
    assertTrue(page.isAll());
    assertEquals(procedure, page.ends().get(0).call().procedure());
    assertEquals(calls.subList(1, 3), ids(after(page.ends().get(0).place())));
    assertEquals(List.of(), after(page.next()).ends());

    FeedPage first = get(feed.ends(start, 2));
    assertFalse(first.isAll());
    assertEquals(calls.subList(0, 2), ids(first));
    assertEquals(calls.subList(2, 3), ids(after(first.next())));
  }

  @Test
  void anEndWaitsForThoseThatMayComeBeforeIt() {
    FeedPlace start = now();
    UUID early = ended();
    SqlConnection open = begin();
    UUID late = ended();
    FeedPage page = awaitEnds(start, List.of(early));
    end(open, early);
    commit(open);
    awaitEnds(page.next(), List.of(early, late));
  }

  @Test
  void whatOthersKeepOpenDoesNotHoldItUpForEver() {
    FeedPlace start = now();
    SqlConnection open = begin();
    UUID id = ended();
    assertEquals(List.of(), ids(after(start)));
    sql("update outcome set ended_at = now() - interval '1h' where id = $1", id);
    FeedPage page = after(start);
    assertEquals(List.of(id), ids(page));
    assertEquals(List.of(), ids(after(page.next())));
    commit(open);
    assertEquals(List.of(), ids(after(page.next())));
  }

  @Test
  void nothingIsLostOrRepeatedHoweverTransactionsOverlap() {
    Random random = new Random(7);
    List<UUID> calls = Stream.generate(this::ended).limit(ROUNDS).toList();
    FeedPlace place = now();
    List<UUID> expected = new ArrayList<>();
    List<UUID> told = new ArrayList<>();
    List<SqlConnection> open = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      SqlConnection writer = begin();
      end(writer, calls.get(round));
      expected.add(calls.get(round));
      open.add(writer);
      if (open.size() > WRITERS) {
        commit(open.remove(random.nextInt(open.size())));
      }
      place = follow(place, told);
    }
    while (!open.isEmpty()) {
      commit(open.remove(random.nextInt(open.size())));
      place = follow(place, told);
    }
    AtomicReference<FeedPlace> reached = new AtomicReference<>(place);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              reached.set(follow(reached.get(), told));
              return told.size() >= expected.size();
            });
    follow(reached.get(), told);
    assertEquals(expected.stream().sorted().toList(), told.stream().sorted().toList());
  }

  private FeedPlace follow(FeedPlace from, List<UUID> told) {
    FeedPage page = get(feed.ends(from, 3));
    told.addAll(ids(page));
    return page.isAll() ? page.next() : follow(page.next(), told);
  }

  @Test
  void aDatabaseThatWasRestoredTellsWhatEndsInIt() {
    UUID restored = ended();
    FeedPlace elsewhere = new FeedPlace(1_000_000_000_000L, restored);
    sql("update outcome set ended_tx = $2 where id = $1", restored, elsewhere.transaction());
    FeedPlace start = now();
    flyway.migrate();
    UUID ended = ended();
    awaitEnds(start, List.of(restored, ended));
    FeedPage first = get(feed.ends(elsewhere, 1));
    assertEquals(1, first.ends().size(), "It begins at the beginning");
    assertTrue(first.next().compareTo(elsewhere) < 0);
  }

  @Test
  void whatGoesOnIsFound() {
    Instant since = get(feed.now()).asOf();
    UUID queued = accept(draft()).id();
    ClaimedCall running = running();
    ended();
    assertEquals(
        List.of(queued, running.id()).stream().sorted().toList(),
        get(feed.changed(since, 100)).calls().stream()
            .filter(call -> call.procedure().equals(procedure))
            .map(FoundCall::id)
            .sorted()
            .toList());
  }
}
