package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.CallState;
import dev.raincheck.core.Accepted;
import dev.raincheck.core.AcceptedBatch;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.NewBatch;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.StoredResponse;
import dev.raincheck.store.KeyringTest.Keys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What callers send and get is not to be read in the database, and not to be moved about there. */
@QuarkusTest
@TestProfile(Quiet.class)
class EncryptionTest extends StoreFixture {
  private final Sealer plain = new Sealer(Keys.none());
  private final Sealer old = new Sealer(Keys.of("old"));
  private final Sealer rotated = new Sealer(Keys.of("new", "old"));
  private final Sealer without = new Sealer(Keys.of("new"));

  @Test
  void theDatabaseHasNeitherInputNorResult() {
    NewCall call = accept(old, draft());
    byte[] input = column("select input from call where id = $1", call.id());
    assertFalse(text(input).contains(call.id().toString()), text(input));
    assertTrue(text(input).contains("old"), "the id of the key");

    end(old, claim(old).get(call.id()));
    byte[] body = column("select body from outcome where id = $1", call.id());
    assertFalse(text(body).contains("done"), text(body));
    String headers =
        sql("select headers from outcome where id = $1", call.id()).iterator().next().getString(0);
    assertFalse(headers.contains("X-Kept"), headers);
    result(old, call.id());
  }

  @Test
  void theSameTwiceIsNotTheSame() {
    NewCall call = draft().done();
    byte[] first = old.seal(Sealer.Column.INPUT, call.id(), call.input());
    byte[] second = old.seal(Sealer.Column.INPUT, call.id(), call.input());
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void whatWasStoredBeforeStaysReadable() {
    NewCall before = accept(plain, draft());
    NewCall withTheOldKey = accept(old, draft());
    NewCall now = accept(rotated, draft());

    Map<UUID, ClaimedCall> claimed = claim(rotated);
    for (NewCall call : List.of(before, withTheOldKey, now)) {
      assertArrayEquals(call.input(), claimed.get(call.id()).input());
    }
    end(plain, claimed.get(before.id()));
    end(old, claimed.get(withTheOldKey.id()));
    end(rotated, claimed.get(now.id()));
    for (NewCall call : List.of(before, withTheOldKey, now)) {
      result(rotated, call.id());
    }
  }

  @Test
  void withoutItsKeyACallIsUnreadableAndTheOthersGoOn() {
    NewCall lost = accept(old, draft());
    NewCall fine = accept(without, draft());

    Map<UUID, ClaimedCall> claimed = claim(without);
    assertEquals(0, claimed.get(lost.id()).input().length);
    assertArrayEquals(fine.input(), claimed.get(fine.id()).input());

    end(old, claimed.get(lost.id()));
    assertEquals(Optional.empty(), ended(without, lost.id()).response());
    assertEquals(CallState.SUCCEEDED, ended(without, lost.id()).row().state());
    result(old, lost.id());
  }

  @Test
  void whatWasChangedIsNotRead() {
    UUID id = ids.next();
    byte[] sealed = old.seal(Sealer.Column.BODY, id, "a body".getBytes(StandardCharsets.UTF_8));
    // Behind the marker and the kind: by these somebody could only say that it is not encrypted.
    for (int i = 5; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertNotOpened(old, Sealer.Column.BODY, id, changed);
    }
    byte[] ofAnotherKind = sealed.clone();
    ofAnotherKind[4] = 3;
    assertNotOpened(old, Sealer.Column.BODY, id, ofAnotherKind);
    for (int length = 5; length < sealed.length; length++) {
      assertNotOpened(old, Sealer.Column.BODY, id, Arrays.copyOf(sealed, length));
    }
    assertNotOpened(plain, Sealer.Column.BODY, id, sealed);
  }

  @Test
  void whatWasMovedIsNotRead() {
    NewCall one = accept(old, draft());
    NewCall other = accept(old, draft());
    sql(
        "update call set input = (select input from call where id = $1) where id = $2",
        one.id(),
        other.id());
    Map<UUID, ClaimedCall> claimed = claim(old);
    assertArrayEquals(one.input(), claimed.get(one.id()).input());
    assertEquals(0, claimed.get(other.id()).input().length);

    end(old, claimed.get(one.id()));
    sql("update outcome set body = (select input from call where id = $1) where id = $1", one.id());
    assertEquals(Optional.empty(), ended(old, one.id()).response());
    end(old, claimed.get(other.id()));
    sql(
        "update outcome set headers = (select headers from outcome where id = $1) where id = $2",
        one.id(),
        other.id());
    assertEquals(Optional.empty(), ended(old, other.id()).response());
  }

  /** A body may be anything, what encryption makes included. */
  @Test
  void whatOnlyLooksEncryptedIsKeptAsItIs() throws Exception {
    UUID id = ids.next();
    byte[] looksSo = old.seal(Sealer.Column.BODY, id, new byte[] {1, 2, 3});
    for (Sealer sealer : List.of(plain, old)) {
      byte[] stored = sealer.seal(Sealer.Column.BODY, id, looksSo);
      assertArrayEquals(looksSo, sealer.open(Sealer.Column.BODY, id, stored));
    }
    assertEquals(0, old.seal(Sealer.Column.BODY, id, new byte[0]).length);
  }

  @Test
  void aRepeatedRequestIsKnownWhateverKeyTheFirstHad() {
    for (Sealer first : List.of(plain, old)) {
      String key = first == plain ? "before" : "after";
      NewCall call = accept(first, draft().key(key, "request"));
      byte[] fingerprint =
          column("select fingerprint from idempotency where call_id = $1", call.id());
      assertEquals(first == plain, text(fingerprint).equals("request"));

      assertEquals(
          new Accepted.Replayed(call.id()), repeated(rotated, draft().key(key, "request")));
      assertEquals(new Accepted.KeyReused(), repeated(rotated, draft().key(key, "another")));
    }
    // Nobody can tell any more, so the key is believed.
    assertInstanceOf(Accepted.Replayed.class, repeated(without, draft().key("after", "another")));
  }

  @Test
  void equalRequestsHaveNoEqualFingerprints() {
    byte[] digest = {1, 2, 3};
    byte[] one = old.fingerprint(digest, "caller", procedure, "one");
    byte[] two = old.fingerprint(digest, "caller", procedure, "two");
    assertFalse(Arrays.equals(one, two));
    assertTrue(old.isSame(one, digest, "caller", procedure, "one"));
    assertFalse(old.isSame(one, digest, "caller", procedure, "two"));
  }

  @Test
  void membersOfABatchAreEncryptedToo() {
    NewCall member = draft().done();
    NewBatch batch =
        new NewBatch(
            ids.next(),
            "",
            Optional.of(new NewCall.Idempotency(procedure, new byte[] {1})),
            0,
            false,
            Duration.ofDays(1),
            Optional.empty(),
            List.of(member));
    BatchAccepts accepts = new BatchAccepts(database, old, turns);
    assertInstanceOf(AcceptedBatch.Stored.class, get(accepts.store(batch)));
    assertInstanceOf(AcceptedBatch.Replayed.class, get(accepts.store(batch)));

    byte[] input = column("select input from call where id = $1", member.id());
    assertFalse(text(input).contains(member.id().toString()), text(input));
    ClaimedCall claimed = claim(old).get(member.id());
    assertArrayEquals(member.input(), claimed.input());

    end(old, claimed);
    Row row =
        get(database.run(BatchSql.GATHER, Tuple.of(batch.id(), 0, 10, 1_000L))).iterator().next();
    assertEquals("done", text(BatchRows.gathered(row, old).response().orElseThrow().body()));
    assertEquals(Optional.empty(), BatchRows.gathered(row, without).response());
  }

  private NewCall accept(Sealer sealer, CallDraft draft) {
    NewCall call = draft.done();
    get(new Accepts(database, sealer, turns).store(List.of(call)));
    return call;
  }

  private Accepted repeated(Sealer sealer, CallDraft draft) {
    return get(new Accepts(database, sealer, turns).store(List.of(draft.done()))).get(0);
  }

  private Map<UUID, ClaimedCall> claim(Sealer sealer) {
    return get(new Claims(database, sealer, turns, ticker).claim(lease(), Map.of(procedure, 10)))
        .stream()
        .collect(Collectors.toMap(ClaimedCall::id, Function.identity()));
  }

  private void end(Sealer sealer, ClaimedCall call) {
    assertEquals(
        List.of(true),
        get(new Finishes(database, sealer).end(List.of(ending(call, CallState.SUCCEEDED)))));
  }

  private EndedCall ended(Sealer sealer, UUID id) {
    return Rows.ended(
        get(database.run(CallSql.ENDED, Tuple.of(new UUID[] {id}))).iterator().next(), sealer);
  }

  /** It is what {@link #end} has recorded. */
  private void result(Sealer sealer, UUID id) {
    StoredResponse read = ended(sealer, id).response().orElseThrow();
    assertEquals("done", text(read.body()));
    assertEquals(response().headers(), read.headers());
  }

  private byte[] column(String statement, UUID id) {
    return sql(statement, id).iterator().next().getBuffer(0).getBytes();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void assertNotOpened(Sealer sealer, Sealer.Column column, UUID id, byte[] stored) {
    assertThrows(Sealer.NotOpened.class, () -> sealer.open(column, id, stored));
  }
}
