package dev.raincheck.store;

import dev.raincheck.contract.CallState;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Accepted;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.CallQuery;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.Cancellation;
import dev.raincheck.core.ClaimedCall;
import dev.raincheck.core.EndedCall;
import dev.raincheck.core.Ending;
import dev.raincheck.core.EventId;
import dev.raincheck.core.NewCall;
import dev.raincheck.core.ProgressReport;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.Requeue;
import dev.raincheck.core.Ticker;
import dev.raincheck.core.Transition;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The queue in PostgreSQL; accepts, ends, requeues and looks at single calls are batched. */
@ApplicationScoped
class PgCallStore implements CallStore {
  private final Database database;
  private final Claims claims;
  private final Reads reads;
  private final Samples samples;
  private final Horizon<OffsetDateTime> expired;
  private final Batcher<NewCall, Accepted> accepts;
  private final Batcher<Ending, Boolean> endings;
  private final Batcher<Requeue, Boolean> requeues;

  PgCallStore(Database database, Batchers batchers, Sealer sealer, Turns turns, Ticker ticker) {
    this.database = database;
    this.claims = new Claims(database, sealer, turns, ticker);
    this.reads = new Reads(database, batchers, sealer);
    this.samples = new Samples(database, turns);
    this.expired = new Horizon<>(ticker);
    this.accepts = batchers.of("accept", new Accepts(database, sealer, turns)::store);
    Finishes finishes = new Finishes(database, sealer);
    this.endings = batchers.of("end", finishes::end);
    this.requeues = batchers.of("requeue", finishes::requeue);
  }

  @Override
  public Uni<Accepted> accept(NewCall call) {
    return accepts.add(call);
  }

  @Override
  public Uni<List<ClaimedCall>> claim(UUID node, Map<String, Integer> slots) {
    return claims.claim(node, slots);
  }

  @Override
  public Uni<Boolean> end(Ending ending) {
    return endings.add(ending);
  }

  @Override
  public Uni<Boolean> requeue(Requeue requeue) {
    return requeues.add(requeue);
  }

  @Override
  public Uni<Void> report(List<ProgressReport> reports) {
    Tuple parameters =
        new Columns<>(reports)
            .add(UUID[]::new, report -> report.call().id())
            .add(UUID[]::new, report -> report.call().node())
            .add(Integer[]::new, report -> report.call().attempt())
            .add(OffsetDateTime[]::new, report -> Finishes.claimedAt(report.call()))
            .add(Long[]::new, report -> report.progress().done())
            .add(Long[]::new, report -> report.progress().total())
            .add(String[]::new, report -> report.progress().note())
            .tuple();
    return database.run(QueueSql.REPORT, parameters).replaceWithVoid();
  }

  @Override
  public Uni<Optional<CallRow>> find(UUID id) {
    return reads.find(id);
  }

  @Override
  public Uni<Optional<EndedCall>> ended(UUID id) {
    return reads.ended(id);
  }

  @Override
  public Uni<List<UUID>> endedAmong(Collection<UUID> ids) {
    return database
        .run(CallSql.ENDED_AMONG, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
        .map(PgCallStore::ids);
  }

  @Override
  public Uni<List<CallHistory>> histories(Collection<UUID> ids) {
    return database
        .run(CallSql.HISTORIES, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
        .map(rows -> Rows.all(rows, Rows::history).stream().flatMap(Optional::stream).toList());
  }

  @Override
  public Uni<Map<UUID, EventId>> latestEvents(Collection<UUID> ids) {
    return database
        .run(CallSql.LATEST, Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
        .map(
            rows ->
                Rows.all(rows, row -> row).stream()
                    .collect(Collectors.toMap(row -> row.getUUID("id"), Rows::latestEvent)));
  }

  @Override
  public Uni<List<CallRow>> list(CallQuery query) {
    Tuple parameters =
        Tuple.tuple()
            .addValue(states(query))
            .addValue(query.since().map(PgCallStore::time).orElse(null))
            .addValue(query.until().map(PgCallStore::time).orElse(null))
            .addValue(query.after().map(place -> time(place.createdAt())).orElse(null))
            .addValue(query.after().map(CallQuery.Position::id).orElse(null))
            .addValue(query.limit());
    query.caller().ifPresent(parameters::addValue);
    query.procedure().ifPresent(parameters::addValue);
    return database.run(statement(query), parameters).map(rows -> Rows.all(rows, Rows::call));
  }

  private static String statement(CallQuery query) {
    boolean ofProcedure = query.procedure().isPresent();
    if (query.caller().isPresent()) {
      return ofProcedure ? CallSql.LIST_OF_CALLER_AND_PROCEDURE : CallSql.LIST_OF_CALLER;
    }
    return ofProcedure ? CallSql.LIST_OF_PROCEDURE : CallSql.LIST;
  }

  /** All that this version knows, if none is asked for: what it cannot read is not listed. */
  private static String[] states(CallQuery query) {
    Collection<CallState> states =
        query.states().isEmpty() ? List.of(CallState.values()) : query.states();
    return states.stream().map(CallState::name).toArray(String[]::new);
  }

  @Override
  public Uni<Cancellation> cancel(UUID id) {
    return database
        .run(CallSql.CANCEL, Tuple.of(id))
        .map(
            rows ->
                Rows.first(rows, row -> cancellation(id, row))
                    .orElseGet(Cancellation.Nothing::new));
  }

  private static Cancellation cancellation(UUID id, Row row) {
    String procedure = row.getString("procedure");
    return row.getBoolean("running")
        ? new Cancellation.Asked(procedure)
        : new Cancellation.Done(new Transition(id, procedure, CallState.CANCELLED));
  }

  @Override
  public Uni<List<UUID>> cancelRequested(UUID node) {
    return database.run(CallSql.CANCEL_REQUESTED, Tuple.of(node)).map(PgCallStore::ids);
  }

  @Override
  public Uni<Boolean> retry(UUID id, int attempts) {
    return database.run(CallSql.RETRY, Tuple.of(id, attempts)).map(rows -> rows.size() > 0);
  }

  @Override
  public Uni<Boolean> delete(UUID id) {
    return database.run(CallSql.DELETE, Tuple.of(id)).map(rows -> rows.size() > 0);
  }

  @Override
  public Uni<List<Transition>> expire(int limit) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Horizon.Look<OffsetDateTime> look = expired.look();
              return database
                  .run(CallSql.EXPIRE, Tuple.of(limit, ProblemType.EXPIRED.title(), look.since()))
                  .map(
                      rows -> {
                        List<Transition> ended = Rows.transitions(rows);
                        if (ended.size() < limit) {
                          expired.seen(look, Rows.asOf(rows));
                        }
                        return ended;
                      });
            });
  }

  @Override
  public Uni<Integer> purge(int limit) {
    return database
        .run(CallSql.PURGE, Tuple.of(limit))
        .map(rows -> rows.iterator().next().getInteger("purged"));
  }

  @Override
  public Uni<List<QueueSample>> sample() {
    return samples.queues();
  }

  @Override
  public Uni<Map<String, Long>> sampleCallers() {
    return samples.callers();
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    return Rows.all(rows, row -> row.getUUID("id"));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
