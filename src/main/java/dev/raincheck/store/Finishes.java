package dev.raincheck.store;

import dev.raincheck.contract.Call;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.Ending;
import dev.raincheck.core.Requeue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records batches of attempts that are over; an attempt that does not own its call counts not. */
final class Finishes {
  /** An attempt: one that is over may stand in a batch with a later one of the same call. */
  private record Claim(UUID call, OffsetDateTime at) {
    static Claim of(ClaimedCall call) {
      return new Claim(call.id(), claimedAt(call));
    }
  }

  private final Database database;
  private final Sealer sealer;

  Finishes(Database database, Sealer sealer) {
    this.database = database;
    this.sealer = sealer;
  }

  Uni<List<Boolean>> end(List<Ending> endings) {
    Tuple parameters =
        new Columns<>(endings)
            .add(UUID[]::new, ending -> ending.call().id())
            .add(UUID[]::new, ending -> ending.call().node())
            .add(Integer[]::new, ending -> ending.call().attempt())
            .add(OffsetDateTime[]::new, ending -> claimedAt(ending.call()))
            .add(String[]::new, ending -> ending.state().name())
            .add(Long[]::new, ending -> TimeUnit.NANOSECONDS.toMicros(ending.ran().toNanos()))
            .add(Integer[]::new, ending -> ending.failure().map(Call.Failure::status).orElse(null))
            .add(String[]::new, ending -> title(ending.failure()))
            .add(Integer[]::new, ending -> ending.response().status())
            .add(String[]::new, ending -> ending.response().mediaType())
            .add(String[]::new, this::headers)
            .add(Buffer[]::new, this::body)
            .tuple();
    return database
        .run(QueueSql.END, parameters)
        .map(
            rows -> {
              Set<Claim> recorded = recorded(rows);
              return endings.stream()
                  .map(ending -> recorded.remove(Claim.of(ending.call())))
                  .toList();
            });
  }

  Uni<List<Boolean>> requeue(List<Requeue> requeues) {
    Tuple parameters =
        new Columns<>(requeues)
            .add(UUID[]::new, requeue -> requeue.call().id())
            .add(UUID[]::new, requeue -> requeue.call().node())
            .add(Integer[]::new, requeue -> requeue.call().attempt())
            .add(OffsetDateTime[]::new, requeue -> claimedAt(requeue.call()))
            .add(String[]::new, requeue -> requeue.effect().name())
            .add(Long[]::new, requeue -> requeue.delay().toMillis())
            .add(Long[]::new, requeue -> TimeUnit.NANOSECONDS.toMicros(requeue.ran().toNanos()))
            .add(
                Integer[]::new, requeue -> requeue.failure().map(Call.Failure::status).orElse(null))
            .add(String[]::new, requeue -> title(requeue.failure()))
            .tuple();
    return database
        .run(QueueSql.REQUEUE, parameters)
        .map(
            rows -> {
              Set<Claim> recorded = recorded(rows);
              return requeues.stream()
                  .map(requeue -> recorded.remove(Claim.of(requeue.call())))
                  .toList();
            });
  }

  private @Nullable String headers(Ending ending) {
    return sealer.sealText(
        Sealer.Column.HEADERS,
        ending.call().id(),
        StoredHeaders.write(ending.response().headers()));
  }

  private Buffer body(Ending ending) {
    return Rows.bytes(
        sealer.seal(Sealer.Column.BODY, ending.call().id(), ending.response().body()));
  }

  private static Claim claim(Row row) {
    OffsetDateTime at = row.getOffsetDateTime("attempt_at");
    return new Claim(row.getUUID("id"), at.withOffsetSameInstant(ZoneOffset.UTC));
  }

  static OffsetDateTime claimedAt(ClaimedCall call) {
    return call.fence().claimedAt().atOffset(ZoneOffset.UTC);
  }

  /** PostgreSQL has no text with a zero character in it, and a title may be anybody's. */
  private static @Nullable String title(Optional<Call.Failure> failure) {
    return failure.map(why -> why.title().replace("\0", "")).orElse(null);
  }

  private static Set<Claim> recorded(RowSet<Row> rows) {
    Set<Claim> recorded = new HashSet<>();
    rows.forEach(row -> recorded.add(claim(row)));
    return recorded;
  }
}
