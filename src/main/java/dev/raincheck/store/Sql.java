package dev.raincheck.store;

/**
 * Every statement of the store, whole, in the order of a call's life. {@code V1__calls.sql} has the
 * tables. A statement that changes a call names the state and owner from which it starts.
 */
final class Sql {

  /** Stores calls; a repeated idempotency key stores nothing and returns no row. */
  static final String ACCEPT =
      """
      with given as (
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[],
                             $6::bytea[], $7::bigint[], $8::bigint[], $9::int[], $10::int[],
                             $11::bigint[], $12::text[], $13::text[], $14::boolean[])
          as g(id, procedure, caller, key, fingerprint, input, delay_ms, budget_ms, priority,
               max_attempts, retention_ms, trace_parent, trace_state, claimed)
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
                          priority, trace_parent, trace_state, input)
        select id, procedure, caller, key, now(),
               case when delay_ms > 0 then now() + delay_ms * interval '1 millisecond' end,
               budget_ms * interval '1 millisecond', priority, trace_parent, trace_state, input
          from fresh
      )
      insert into pending (id, procedure, priority, state, not_before, created_at, expires_at,
                           retention, attempt, max_attempts, node, attempt_at, started_at)
      select id, procedure, priority, case when runs then 'RUNNING' else 'QUEUED' end,
             now() + delay_ms * interval '1 millisecond', now(),
             now() + budget_ms * interval '1 millisecond',
             retention_ms * interval '1 millisecond', case when runs then 1 else 0 end,
             max_attempts, case when runs then $15::uuid end, case when runs then now() end,
             case when runs then now() end
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
   * Claims calls that may start. One index range for each procedure and urgency, read only as far
   * as there are slots; the nested loop keeps the order of {@code generate_series}.
   */
  static final String CLAIM =
      """
      with free as (
        select * from unnest($2::text[], $3::int[]) as f(procedure, slots)
      ), picked as materialized (
        select ready.id from free cross join lateral (
          select q.id from generate_series(0, 7) as u(priority) cross join lateral (
            select id from pending
             where procedure = free.procedure and priority = u.priority and state = 'QUEUED'
               and not_before <= now() and (expires_at is null or expires_at > now())
             order by not_before, id limit free.slots
               for update skip locked
          ) q limit free.slots
        ) ready
      ), claimed as (
        update pending p
           set state = 'RUNNING', node = $1, attempt = attempt + 1, attempt_at = now(),
               started_at = coalesce(started_at, now()),
               progress_done = null, progress_total = null, progress_note = null
          from picked
         where p.id = picked.id and p.state = 'QUEUED' and exists (select from node where id = $1)
        returning p.id, p.procedure, p.attempt, p.max_attempts, p.expires_at, p.created_at,
                  p.priority, p.not_before
      )
      select d.id, d.procedure, d.attempt, d.max_attempts, c.input, c.trace_parent, c.trace_state,
             (extract(epoch from d.expires_at - now()) * 1000)::bigint as budget_ms,
             (extract(epoch from now() - d.created_at) * 1000000)::bigint as waited_micros
        from claimed d join call c on c.id = d.id
       order by d.priority, d.not_before, d.id
      """;

  /** Writes the progress of running attempts. */
  static final String REPORT =
      """
      update pending p
         set progress_done = r.done, progress_total = r.total, progress_note = r.note
        from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::text[])
          as r(id, node, attempt, done, total, note)
       where p.id = r.id and p.state = 'RUNNING' and p.node = r.node and p.attempt = r.attempt
      """;

  /** Ends calls, each only as long as the attempt that says so owns it. */
  static final String END =
      """
      with given as (
        select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[],
                             $6::int[], $7::text[], $8::int[], $9::text[], $10::text[],
                             $11::bytea[])
          as g(id, node, attempt, state, ran_micros, failure_status, failure_title, status,
               media_type, headers, body)
      ), done as (
        delete from pending p using given g
         where p.id = g.id and p.state = 'RUNNING' and p.node = g.node and p.attempt = g.attempt
        returning p.*
      )
      insert into outcome (id, state, ended_at, keep_until, retention, expires_at, attempt,
                           max_attempts, attempt_at, node, started_at, ran_micros,
                           cancel_requested, progress_done, progress_total, progress_note,
                           failure_status, failure_title, status, media_type, headers, body)
      select d.id, g.state, now(), now() + d.retention, d.retention, d.expires_at, d.attempt,
             d.max_attempts, d.attempt_at, coalesce(n.name, d.node::text), d.started_at,
             d.ran_micros + g.ran_micros, d.cancel_requested, d.progress_done, d.progress_total,
             d.progress_note, g.failure_status, g.failure_title, g.status, g.media_type,
             g.headers, g.body
        from done d join given g on g.id = d.id and g.attempt = d.attempt
             left join node n on n.id = d.node
      returning id, attempt
      """;

  /** Puts calls back into the queue, each only as long as the attempt owns it. */
  static final String REQUEUE =
      """
      with given as (
        select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[],
                             $6::bigint[], $7::int[], $8::text[])
          as g(id, node, attempt, effect, delay_ms, ran_micros, failure_status, failure_title)
      ), owned as (
        select p.id, p.attempt_at, coalesce(n.name, p.node::text) as name, g.effect, g.delay_ms,
               g.ran_micros, g.attempt, g.failure_status, g.failure_title
          from pending p join given g on p.id = g.id and p.node = g.node and p.attempt = g.attempt
          left join node n on n.id = p.node
         where p.state = 'RUNNING' and not p.cancel_requested
           for update of p
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title)
        select id, attempt, attempt_at, now(), name, failure_status, failure_title
          from owned where effect <> 'NOT_RUN'
      )
      update pending p
         set state = 'QUEUED', node = null, attempt_at = null,
             not_before = now() + o.delay_ms * interval '1 millisecond',
             attempt = p.attempt - case when o.effect = 'NOT_RUN' then 1 else 0 end,
             max_attempts = p.max_attempts + case when o.effect = 'REPAID' then 1 else 0 end,
             started_at = case when o.effect = 'NOT_RUN' and p.attempt = 1 then null
                               else p.started_at end,
             ran_micros = p.ran_micros + o.ran_micros,
             failure_status = coalesce(o.failure_status, p.failure_status),
             failure_title = coalesce(o.failure_title, p.failure_title)
        from owned o
       where p.id = o.id
      returning p.id, o.attempt
      """;

  /** A call in whatever state. */
  static final String FIND = "select * from call_row where id = $1";

  /** A call that has ended, with its response. */
  static final String ENDED =
      """
      select r.*, o.status, o.media_type, o.headers, o.body
        from call_row r join outcome o on o.id = r.id where r.id = $1
      """;

  /** Which calls do not wait or run any more. */
  static final String ENDED_AMONG =
      """
      select id from unnest($1::uuid[]) as g(id)
       where not exists (select from pending p where p.id = g.id)
      """;

  /** Calls, newest first, from a place in the list on. */
  static final String LIST =
      """
      select * from call_row
       where ($1::text is null or procedure = $1)
         and ($2::text[] is null or state = any($2))
         and ($3::timestamptz is null or created_at >= $3)
         and ($4::timestamptz is null or created_at < $4)
         and ($5::timestamptz is null or (created_at, id) < ($5, $6::uuid))
       order by created_at desc, id desc
       limit $7
      """;

  /** Ends a waiting call, or marks a running one. */
  static final String CANCEL =
      """
      with done as (
        delete from pending where id = $1 and state = 'QUEUED' returning pending as gone
      ), ended as (
        insert into outcome
        select o.* from done, lateral outcome_of(done.gone, 'CANCELLED', 410, null) o
        returning id
      ), asked as (
        update pending set cancel_requested = true
         where id = $1 and state = 'RUNNING' returning node
      )
      select (done.gone).procedure as procedure, null::uuid as node from done
      union all
      select null, node from asked
      """;

  /** Which running calls of a node are to be stopped. */
  static final String CANCEL_REQUESTED =
      "select id from pending where node = $1 and state = 'RUNNING' and cancel_requested";

  /** Puts an ended call back into the queue, its last attempt into its history. */
  static final String RETRY =
      """
      with again as (
        delete from outcome where id = $1 and state in ('FAILED', 'CANCELLED', 'EXPIRED')
        returning *
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title)
        select id, attempt, attempt_at, ended_at, coalesce(node, ''), failure_status, failure_title
          from again where attempt_at is not null
      )
      insert into pending (id, procedure, priority, state, not_before, created_at, expires_at,
                           retention, attempt, max_attempts, started_at, ran_micros,
                           failure_status, failure_title)
      select a.id, c.procedure, c.priority, 'QUEUED', now(), c.created_at, now() + c.budget,
             a.retention, a.attempt, a.attempt + $2, a.started_at, a.ran_micros,
             a.failure_status, a.failure_title
        from again a join call c on c.id = a.id
      returning id
      """;

  /** Forgets an ended call. */
  static final String DELETE =
      """
      with gone as (
        delete from outcome where id = $1 returning id
      ), attempts as (
        delete from attempt using gone where call_id = gone.id
      ), asked as (
        delete from call c using gone where c.id = gone.id returning c.*
      ), keys as (
        delete from idempotency i using asked a
         where i.caller = a.caller and i.procedure = a.procedure and i.key = a.idempotency_key
           and i.call_id = a.id
      )
      select id from gone
      """;

  /** Ends waiting calls whose budget is spent. */
  static final String EXPIRE =
      """
      with spent as (
        select id from pending where expires_at <= now() and state = 'QUEUED'
         order by expires_at limit $1 for update skip locked
      ), done as (
        delete from pending p using spent where p.id = spent.id and p.state = 'QUEUED'
        returning p as gone
      )
      insert into outcome
      select o.* from done, lateral outcome_of(done.gone, 'EXPIRED', 504, $2) o
      returning id, state, (select procedure from call where call.id = outcome.id) as procedure
      """;

  /** Forgets ended calls whose retention is over. */
  static final String PURGE =
      """
      with gone as (
        delete from outcome where id in (
          select id from outcome where keep_until <= now()
           order by keep_until limit $1 for update skip locked)
        returning id
      ), attempts as (
        delete from attempt using gone where call_id = gone.id
      ), asked as (
        delete from call c using gone where c.id = gone.id returning c.*
      ), keys as (
        delete from idempotency i using asked a
         where i.caller = a.caller and i.procedure = a.procedure and i.key = a.idempotency_key
           and i.call_id = a.id
      )
      select count(*) as purged from gone
      """;

  /** Counts the queue. */
  static final String SAMPLE =
      """
      select procedure,
             count(*) filter (where state = 'QUEUED') as queued,
             count(*) filter (where state = 'RUNNING') as running,
             coalesce(extract(epoch from now() - min(not_before)
                        filter (where state = 'QUEUED' and not_before <= now())) * 1000, 0)::bigint
               as oldest_ms
        from pending group by procedure
      """;

  /** Registers a replica. */
  static final String REGISTER = "insert into node (id, name) values ($1, $2)";

  /** Renews a lease. */
  static final String RENEW = "update node set seen_at = now() where id = $1";

  /**
   * Takes away leases that were not renewed for so many milliseconds, and releases what nobody owns
   * any more.
   */
  static final String REAP =
      """
      with dead as (
        delete from node where seen_at < now() - $1::bigint * interval '1 millisecond' returning id
      ), orphans as (
        select p.* from pending p
         where p.state = 'RUNNING'
           and (p.node in (select id from dead)
                or not exists (select from node n where n.id = p.node))
           for update skip locked
      ), over as (
        delete from pending p using orphans o
         where p.id = o.id and (o.cancel_requested or o.attempt >= o.max_attempts)
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(
          over.gone,
          case when (over.gone).cancel_requested then 'CANCELLED' else 'FAILED' end,
          case when (over.gone).cancel_requested then 410 else 500 end,
          case when (over.gone).cancel_requested then null else $2 end) e
        returning id, state
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title)
        select o.id, o.attempt, o.attempt_at, now(), coalesce(n.name, o.node::text), 500, $2
          from orphans o left join node n on n.id = o.node
         where not o.cancel_requested and o.attempt < o.max_attempts
      ), requeued as (
        update pending p
           set state = 'QUEUED', node = null, attempt_at = null, not_before = now(),
               failure_status = 500, failure_title = $2
          from orphans o
         where p.id = o.id and not o.cancel_requested and o.attempt < o.max_attempts
      )
      select ended.id, ended.state, (over.gone).procedure as procedure
        from ended join over on (over.gone).id = ended.id
      """;

  /** Releases what this node owns without knowing: the answer to a claim or accept was lost. */
  static final String RELEASE_STRAYS =
      """
      with strays as (
        select p.* from pending p
         where p.node = $1 and p.state = 'RUNNING' and p.id <> all ($2::uuid[])
           and p.attempt_at < now() - $3::bigint * interval '1 millisecond'
           for update skip locked
      ), over as (
        delete from pending p using strays s where p.id = s.id and s.cancel_requested
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(over.gone, 'CANCELLED', 410, null) e
      )
      update pending p
         set state = 'QUEUED', node = null, attempt_at = null, attempt = p.attempt - 1,
             started_at = case when p.attempt = 1 then null else p.started_at end
        from strays s
       where p.id = s.id and not s.cancel_requested
      returning p.id
      """;

  /** Gives up a lease; its calls are repeated and not counted. */
  static final String RESIGN =
      """
      with left_over as (
        select p.* from pending p where p.node = $1 and p.state = 'RUNNING' for update skip locked
      ), over as (
        delete from pending p using left_over l where p.id = l.id and l.cancel_requested
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(over.gone, 'CANCELLED', 410, null) e
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node)
        select l.id, l.attempt, l.attempt_at, now(), coalesce(n.name, l.node::text)
          from left_over l left join node n on n.id = l.node where not l.cancel_requested
      ), requeued as (
        update pending p
           set state = 'QUEUED', node = null, attempt_at = null, not_before = now(),
               max_attempts = p.max_attempts + 1
          from left_over l where p.id = l.id and not l.cancel_requested
      )
      delete from node where id = $1
      """;

  private Sql() {}
}
