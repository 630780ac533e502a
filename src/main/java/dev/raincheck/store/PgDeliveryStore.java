package dev.raincheck.store;

import dev.raincheck.core.DeliveryStore;
import dev.raincheck.core.DeliveryTry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outbox in PostgreSQL; results of tries are batched. */
@ApplicationScoped
class PgDeliveryStore implements DeliveryStore {
  private final Database database;
  private final Batcher<DeliveryTry, Boolean> results;

  PgDeliveryStore(Database database, Batchers batchers) {
    this.database = database;
    this.results = batchers.of("delivery", this::recordAll);
  }

  @Override
  public Uni<Claim> claim(Request request) {
    List<Map.Entry<String, Integer>> slots = List.copyOf(request.slots().entrySet());
    Tuple parameters =
        Tuple.tuple()
            .addValue(request.after())
            .addValue(request.targets())
            .addValue(slots.stream().map(Map.Entry::getKey).toArray(String[]::new))
            .addValue(slots.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
            .addValue(request.slotsOfOthers())
            .addValue(request.limit())
            .addValue(request.lease().toMillis());
    return database
        .run(DeliverySql.CLAIM, parameters)
        .map(
            rows -> {
              Row first = rows.iterator().next();
              @Nullable String last = first.getString("last");
              return new Claim(
                  Rows.all(rows, row -> row).stream()
                      .filter(row -> row.getUUID("delivery_id") != null)
                      .map(Deliveries::due)
                      .toList(),
                  first.getInteger("looked"),
                  last == null ? "" : last);
            });
  }

  @Override
  public Uni<Boolean> record(DeliveryTry result) {
    return results.add(result);
  }

  private Uni<List<Boolean>> recordAll(List<DeliveryTry> tries) {
    Tuple parameters =
        new Columns<>(tries)
            .add(UUID[]::new, DeliveryTry::delivery)
            .add(Integer[]::new, DeliveryTry::number)
            .add(String[]::new, each -> verdict(each.verdict()))
            .add(Long[]::new, each -> delay(each.verdict()))
            .add(Integer[]::new, each -> each.status().orElse(null))
            .add(String[]::new, each -> each.error().orElse(null))
            .tuple();
    return database
        .run(DeliverySql.RECORD, parameters)
        .map(
            rows -> {
              Set<UUID> recorded = new HashSet<>(ids(rows));
              return tries.stream().map(each -> recorded.contains(each.delivery())).toList();
            });
  }

  private static String verdict(DeliveryTry.Verdict verdict) {
    if (verdict instanceof DeliveryTry.Verdict.Delivered) {
      return "DELIVERED";
    }
    return verdict instanceof DeliveryTry.Verdict.GivenUp ? "GIVEN_UP" : "AGAIN";
  }

  private static @Nullable Long delay(DeliveryTry.Verdict verdict) {
    return verdict instanceof DeliveryTry.Verdict.Again again ? again.delay().toMillis() : null;
  }

  @Override
  public Uni<Integer> giveUp(Duration maxAge, int limit) {
    return database.run(DeliverySql.GIVE_UP, Tuple.of(maxAge.toMillis(), limit)).map(RowSet::size);
  }

  @Override
  public Uni<Boolean> deliverAgain(UUID call) {
    return database.run(DeliverySql.AGAIN, Tuple.of(call)).map(rows -> rows.size() > 0);
  }

  @Override
  public Uni<Boolean> deliverBatchAgain(UUID batch) {
    return database.run(DeliverySql.AGAIN_OF_BATCH, Tuple.of(batch)).map(rows -> rows.size() > 0);
  }

  @Override
  public Uni<Sample> sample(int most) {
    return database
        .run(DeliverySql.SAMPLE, Tuple.of(most))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Sample(
                  row.getLong("pending"), Duration.ofMillis(row.getLong("oldest_ms")));
            });
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    return Rows.all(rows, row -> row.getUUID("id"));
  }
}
