package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.core.CallRow;
import dev.raincheck.core.EndedCall;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Requests that look calls up at the same time, and share statements. */
@QuarkusTest
@TestProfile(Quiet.class)
class ReadsTest extends StoreFixture {
  private static final int TIMES = 20;

  @Test
  void eachFindsItsOwn() {
    UUID waiting = queued();
    UUID ended = queued();
    get(store.cancel(ended));
    UUID unknown = ids.next();
    List<Optional<UUID>> found = new ArrayList<>();
    List<Optional<UUID>> collected = new ArrayList<>();
    List<UUID> asked = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      asked.addAll(List.of(waiting, ended, unknown));
      found.addAll(List.of(Optional.of(waiting), Optional.of(ended), Optional.empty()));
      collected.addAll(List.of(Optional.empty(), Optional.of(ended), Optional.empty()));
    }

    assertEquals(found, atOnce(asked, id -> store.find(id).map(call -> call.map(CallRow::id))));
    assertEquals(
        collected,
        atOnce(
            asked, id -> store.ended(id).map(call -> call.map(EndedCall::row).map(CallRow::id))));
  }

  private static List<Optional<UUID>> atOnce(
      List<UUID> asked, Function<UUID, Uni<Optional<UUID>>> look) {
    return get(
        Uni.join()
            .all(asked.stream().map(look).toList())
            .usingConcurrencyOf(asked.size())
            .andFailFast());
  }
}
