package dev.raincheck.store;

/**
 * The statements of a call's way through the queue, whole, in the order of its life. {@code
 * V1__calls.sql} has the tables. Each that changes a call names the state and owner from which it
 * starts. What is in the history already stays as it is ({@code on conflict do nothing}): a final
 * state absorbs, and one row that was tampered with must not fail the others of its statement.
 *
 * <p>Rows are joined by {@code = any (array[key])}, and "not QUEUED" is said where RUNNING is
 * meant: src/docs/tables.md, "The planner's settings".
 */
final class QueueSql {

  /** Stores calls; a repeated idempotency key stores nothing and returns no row. */
  static final String ACCEPT =
      """
      with given as (
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[],
                             $6::bytea[], $7::bigint[], $8::bigint[], $9::int[], $10::int[],
                             $11::bigint[], $12::text[], $13::text[], $14::boolean[], $16::text[],
                             $17::text[], $18::timestamptz[])
          as g(id, procedure, caller, key, fingerprint, input, delay_ms, budget_ms, priority,
               max_attempts, retention_ms, trace_parent, trace_state, claimed, callback, claims,
               turn)
      ), keyed as (
        insert into idempotency (caller, procedure, key, call_id, fingerprint)
        select caller, procedure, key, id, fingerprint from given
         where key is not null order by caller, procedure, key
        on conflict do nothing
        returning call_id
      ), fresh as (
        select g.*, g.claimed and exists (select from node where id = $15) as runs
          from given g
         where g.key is null or exists (select from keyed where call_id = g.id)
      ), asked as (
        insert into call (id, procedure, caller, idempotency_key, created_at, not_before, budget,
                          priority, trace_parent, trace_state, input, callback, claims)
        select id, procedure, caller, key, now(),
               case when delay_ms > 0 then now() + delay_ms * interval '1 millisecond' end,
               budget_ms * interval '1 millisecond', priority, trace_parent, trace_state, input,
               callback, claims
          from fresh
      )
      insert into pending (id, procedure, priority, state, not_before, created_at, expires_at,
                           retention, attempt, max_attempts, node, attempt_at, started_at, callback)
      select id, procedure, priority, case when runs then 'RUNNING' else 'QUEUED' end,
             coalesce(case when turn < now() then turn end,
                      now() + delay_ms * interval '1 millisecond'),
             now(), now() + budget_ms * interval '1 millisecond',
             retention_ms * interval '1 millisecond', case when runs then 1 else 0 end,
             max_attempts, case when runs then $15::uuid end, case when runs then now() end,
             case when runs then now() end, callback is not null
        from fresh
      returning id, state, created_at, not_before, expires_at,
                (select name from node where node.id = pending.node) as node
      """;

  /** The call of an idempotency key. */
  static final String KEY =
      """
      select call_id, fingerprint from idempotency
       where caller = $1 and procedure = $2 and key = $3
      """;

  /**
   * Claims calls that may start. One index range for each procedure and urgency, read from where
   * the last claim came to, and only as far as there are slots; the nested loop keeps the order of
   * urgencies. Who has no lease gets nothing, whatever waits. There is always a row, for the time
   * and for that.
   */
  static final String CLAIM =
      """
      with level as materialized (
        select procedure, slots, priority, coalesce(since, '-infinity') as since
          from unnest($1::text[], $2::int[], $3::int[], $4::timestamptz[])
            as l(procedure, slots, priority, since)
      ), picked as materialized (
        select ready.id from (
          select distinct procedure, slots from level
        ) free cross join lateral (
          select q.id from (
            select priority, since from level where procedure = free.procedure order by priority
          ) u cross join lateral (
            select id from pending
             where procedure = free.procedure and priority = u.priority and state = 'QUEUED'
               and not_before >= u.since and not_before <= now()
               and (expires_at is null or expires_at > now())
             order by not_before, id limit free.slots
               for update skip locked
          ) q limit free.slots
        ) ready
      ), claimed as (
        update pending p
           set state = 'RUNNING', node = $5, attempt = greatest(attempt, 0) + 1,
               max_attempts = greatest(max_attempts, attempt + 1, 1), attempt_at = now(),
               started_at = coalesce(started_at, now()),
               progress_done = null, progress_total = null, progress_note = null,
               progress_seq = 0
          from picked
         where p.id = any (array[picked.id]) and p.state <> 'RUNNING'
           and exists (select from node where id = $5)
        returning p.id, p.procedure, p.attempt, p.attempt_at, p.max_attempts, p.expires_at,
                  p.created_at, p.priority, p.not_before
      )
      select d.id, d.procedure, d.attempt, d.attempt_at, d.max_attempts, c.caller, c.input,
             c.claims, c.trace_parent, c.trace_state, d.expires_at, d.created_at, d.priority,
             d.not_before, t.claimed_at, t.is_leased
        from (select now() as claimed_at, exists (select from node where id = $5) as is_leased) t
             left join (claimed d join call c on c.id = any (array[d.id])) on true
       order by d.priority, d.not_before, d.id
      """;

  /** Writes the progress of running attempts. */
  static final String REPORT =
      """
      update pending p
         set progress_done = r.done, progress_total = r.total, progress_note = r.note,
             progress_seq = p.progress_seq + 1
        from unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[], $5::bigint[],
                    $6::bigint[], $7::text[])
          as r(id, node, attempt, attempt_at, done, total, note)
       where p.id = any (array[r.id]) and p.state <> 'QUEUED' and p.node = r.node
         and p.attempt = r.attempt
         and p.attempt_at = r.attempt_at
      """;

  /** Ends calls, each only as long as the attempt that says so owns it. */
  static final String END =
      """
      with given as (
        select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[], $5::text[],
                             $6::bigint[], $7::int[], $8::text[], $9::int[], $10::text[],
                             $11::text[], $12::bytea[])
          as g(id, node, attempt, attempt_at, state, ran_micros, failure_status, failure_title, status,
               media_type, headers, body)
      ), done as (
        delete from pending p using given g
         where p.id = any (array[g.id]) and p.state <> 'QUEUED' and p.node = g.node
           and p.attempt = g.attempt
           and p.attempt_at = g.attempt_at
        returning p.*
      )
      insert into outcome (id, state, ended_at, keep_until, retention, expires_at, attempt,
                           max_attempts, attempt_at, node, started_at, ran_micros,
                           cancel_requested, progress_done, progress_total, progress_note,
                           failure_status, failure_title, status, media_type, headers, body,
                           event_base, progress_seq)
      select d.id, g.state, now(), keep_until(d.retention), d.retention, d.expires_at, d.attempt,
             greatest(d.max_attempts, d.attempt), d.attempt_at, coalesce(n.name, d.node::text), d.started_at,
             d.ran_micros + g.ran_micros, d.cancel_requested, d.progress_done, d.progress_total,
             d.progress_note, g.failure_status, g.failure_title, g.status, g.media_type,
             g.headers, g.body, d.event_base, d.progress_seq
        from done d join given g on g.id = d.id and g.attempt_at = d.attempt_at
             left join node n on n.id = d.node
      on conflict do nothing
      returning id, attempt_at
      """;

  /** Puts calls back into the queue, each only as long as the attempt owns it. */
  static final String REQUEUE =
      """
      with given as (
        select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::timestamptz[], $5::text[],
                             $6::bigint[], $7::bigint[], $8::int[], $9::text[])
          as g(id, node, attempt, attempt_at, effect, delay_ms, ran_micros, failure_status,
               failure_title)
      ), owned as (
        select p.id, p.attempt_at, coalesce(n.name, p.node::text) as name, g.effect, g.delay_ms,
               g.ran_micros, g.attempt, g.failure_status, g.failure_title, p.event_base
          from pending p join given g on p.id = any (array[g.id]) and p.node = g.node
                                    and p.attempt = g.attempt
                                     and p.attempt_at = g.attempt_at
          left join node n on n.id = p.node
         where p.state <> 'QUEUED' and not p.cancel_requested
           for update of p
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title, event_base)
        select id, attempt, attempt_at, now(), name, failure_status, failure_title, event_base
          from owned where effect <> 'NOT_RUN'
        on conflict do nothing
      )
      update pending p
         set state = 'QUEUED', node = null, attempt_at = null,
             not_before = now() + o.delay_ms * interval '1 millisecond',
             attempt = p.attempt - case when o.effect = 'NOT_RUN' then 1 else 0 end,
             event_base = p.event_base + case when o.effect = 'NOT_RUN' then 2 else 0 end,
             max_attempts = p.max_attempts + case when o.effect = 'REPAID' then 1 else 0 end,
             started_at = case when o.effect = 'NOT_RUN' and p.attempt = 1 then null
                               else p.started_at end,
             ran_micros = p.ran_micros + o.ran_micros,
             failure_status = coalesce(o.failure_status, p.failure_status),
             failure_title = coalesce(o.failure_title, p.failure_title)
        from owned o
       where p.id = any (array[o.id])
      returning p.id, o.attempt_at
      """;

  /** Counts the queues, and finds the first call of each. There is always a row, for the time. */
  static final String SAMPLE =
      """
      select t.read_at, q.procedure, q.priority, q.queued, q.running, q.head,
             coalesce(extract(epoch from t.read_at - case when q.oldest is not null
                        then greatest(q.oldest, t.read_at - interval '36500 days') end) * 1000, 0)::bigint
               as oldest_ms
        from (select now() as read_at) t
             left join (
               select procedure, priority,
                      count(*) filter (where state = 'QUEUED') as queued,
                      count(*) filter (where state = 'RUNNING') as running,
                      min(greatest(not_before, created_at))
                        filter (where state = 'QUEUED' and not_before <= now()) as oldest,
                      min(not_before) filter (where state = 'QUEUED' and not_before <= now()) as head
                 from pending group by procedure, priority
             ) q on true
      """;

  /** Counts what waits of each caller. */
  static final String SAMPLE_CALLERS =
      """
      select c.caller, count(*) as queued
        from pending waiting join call c on c.id = any (array[waiting.id])
       where waiting.state = 'QUEUED'
       group by c.caller
      """;

  private QueueSql() {}
}
