package dev.raincheck.bench.stage;

import dev.raincheck.bench.report.Figures;
import dev.raincheck.bench.system.Database;

/** T6: the rates beside a million calls that wait and ten million that have ended. */
final class Large {
  private static final int CALLS = 100_000;
  private static final long WAITING = Long.getLong("bench.waiting", 1_000_000);
  private static final long ENDED = Long.getLong("bench.ended", 10_000_000);

  /**
   * Of 200 bytes, and such that the procedure can read it: else the calls would not wait but fail.
   */
  private static final String INPUT =
      """
      convert_to('{"id":"0","text":"' || repeat('x', 180) || '"}', 'UTF8')""";

  private static final String FILL_WAITING =
      """
      with ids as materialized (
        select %s as id, now() - i * interval '1 millisecond' as at from generate_series(1, %d) i
      ), asked as (
        insert into raincheck.call (id, procedure, caller, created_at, priority, input)
        select id, 'parked', '', at, 3, %s from ids
      )
      insert into raincheck.pending
        (id, procedure, priority, state, not_before, created_at, retention, attempt, max_attempts)
      select id, 'parked', 3, 'QUEUED', at, at, interval '7 days', 0, 5 from ids
      """;

  private static final String FILL_ENDED =
      """
      with ids as materialized (
        select %s as id, now() - i * interval '50 milliseconds' as at from generate_series(1, %d) i
      ), asked as (
        insert into raincheck.call (id, procedure, caller, created_at, priority, input)
        select id, 'noop', '', at, 3, %s from ids
      )
      insert into raincheck.outcome
        (id, state, ended_at, keep_until, retention, attempt, max_attempts, attempt_at, node,
         started_at, ran_micros, cancel_requested, status, media_type, body)
      select id, 'SUCCEEDED', at, at + interval '7 days', interval '7 days', 1, 5, at, 'n', at, 10,
             false, 200, 'application/json', convert_to(rpad('', 100, 'x'), 'UTF8')
        from ids
      """;

  /** UUIDv7 of that time. */
  private static final String ID =
      """
      (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - i * %d), 12, '0')
       || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid""";

  private final Stages stages;

  Large(Stages stages) {
    this.stages = stages;
  }

  void run(Figures figures) throws Exception {
    Database database = stages.database();
    try (Bed bed = stages.bed("large", 1)) {
      bed.warmUp();
      double accepts = bed.accepts(CALLS);
      double lives = bed.lives(CALLS);
      for (long done = 0; done < ENDED; done += 1_000_000) {
        database.execute(
            "large",
            FILL_ENDED.formatted(ID.formatted(50), Math.min(1_000_000, ENDED - done), INPUT));
      }
      database.execute("large", FILL_WAITING.formatted(ID.formatted(1), WAITING, INPUT));
      // What PostgreSQL would do within minutes anyway, beside the calls that are measured.
      database.execute("large", "vacuum (analyze)");
      database.execute("large", "checkpoint");
      bed.lives(CALLS / 10);
      figures.add("T6 accepted/s, small", accepts);
      figures.add("T6 accepted/s, large", bed.accepts(CALLS));
      figures.add("T6 end to end/s, small", lives);
      figures.add("T6 end to end/s, large", bed.lives(CALLS));
    }
    database.drop("large");
  }
}
