package dev.raincheck.store;

/**
 * The statements by which callers look at their calls and act upon them, and those that end and
 * forget calls by age.
 */
final class CallSql {

  /** A call in whatever state. */
  static final String FIND =
      "select r.*, %s as deliveries from call_row r where r.id = any ($1::uuid[])"
          .formatted(DeliverySql.OF_CALL);

  /** Calls that have ended, with their responses. */
  static final String ENDED =
      """
      select r.*, o.status, o.media_type, o.headers, o.body, %s as deliveries
        from call_row r join outcome o on o.id = any (array[r.id])
       where r.id = any ($1::uuid[])
      """
          .formatted(DeliverySql.OF_CALL);

  /** Which calls do not wait or run any more. */
  static final String ENDED_AMONG =
      """
      select id from unnest($1::uuid[]) as g(id)
       where not exists (select from pending p where p.id = any (array[g.id]))
      """;

  /** Calls in whatever state, with what their events are numbered by. */
  static final String HISTORIES =
      """
      select r.*, coalesce(p.event_base, o.event_base) as event_base,
             coalesce(p.progress_seq, o.progress_seq) as progress_seq,
             array(select a.event_base from attempt a
              where a.call_id = any (array[r.id]) order by a.number)
               as attempt_bases
        from unnest($1::uuid[]) as g(id) join call_row r on r.id = any (array[g.id])
             left join pending p on p.id = any (array[g.id])
             left join outcome o on o.id = any (array[g.id])
      """;

  /** The latest event of calls that have not ended. */
  static final String LATEST =
      """
      select p.id, p.event_base + 2 * p.attempt + case when p.state = 'QUEUED' then 1 else 0 end
               as latest,
             case when p.state = 'QUEUED' then 0 else p.progress_seq end as progress_seq
        from unnest($1::uuid[]) as g(id) join pending p on p.id = any (array[g.id])
      """;

  /**
   * Calls, newest first, from a place in the list on. A bound that is not given is infinite, so
   * that the one plan for all values reads no further than the page goes.
   */
  static final String LIST = list("");

  /** The same of one procedure. */
  static final String LIST_OF_PROCEDURE = list("procedure = $7 and");

  /** What belongs to one caller. The index leaves out what belongs to nobody. */
  static final String LIST_OF_CALLER = list("caller <> '' and caller = $7 and");

  /** The same of one procedure. */
  static final String LIST_OF_CALLER_AND_PROCEDURE =
      list("caller <> '' and caller = $7 and procedure = $8 and");

  private static String list(String condition) {
    return """
        select * from call_row
         where %s created_at >= coalesce($2::timestamptz, '-infinity')
           and (created_at, id) < (coalesce($3::timestamptz, 'infinity'),
                                   case when $3 is null
                                        then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
                                        else '00000000-0000-0000-0000-000000000000' end)
           and (created_at, id) < (coalesce($4::timestamptz, 'infinity'),
                                   coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           and state = any($1::text[])
         order by created_at desc, id desc
         limit $6
        """
        .formatted(condition);
  }

  /** Ends a waiting call, or marks a running one. */
  static final String CANCEL =
      """
      with done as (
        delete from pending where id = $1 and state <> 'RUNNING' returning pending as gone
      ), ended as (
        insert into outcome
        select o.* from done, lateral outcome_of(done.gone, 'CANCELLED', 410, null) o
        on conflict do nothing
      ), asked as (
        update pending set cancel_requested = true
         where id = $1 and state <> 'QUEUED' returning procedure
      )
      select (done.gone).procedure as procedure, false as running from done
      union all
      select procedure, true from asked
      """;

  /** Which running calls of a node are to be stopped. */
  static final String CANCEL_REQUESTED =
      "select id from pending where node = $1 and cancel_requested";

  /**
   * Puts an ended call back into the queue, its last attempt into its history. The final state, and
   * the waiting that it ended, are not told among the events any more, so the base grows by these.
   */
  static final String RETRY =
      """
      with again as (
        delete from outcome where id = $1 and state in ('FAILED', 'CANCELLED', 'EXPIRED')
        returning *
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title, event_base)
        select id, attempt, attempt_at, ended_at, coalesce(node, ''), failure_status,
               failure_title, event_base
          from again where attempt_at is not null
        on conflict do nothing
      )
      insert into pending (id, procedure, priority, state, not_before, created_at, expires_at,
                           retention, attempt, max_attempts, started_at, ran_micros,
                           failure_status, failure_title, event_base, callback)
      select a.id, c.procedure, c.priority, 'QUEUED', now(), c.created_at, now() + c.budget,
             a.retention, a.attempt, a.attempt + $2, a.started_at, a.ran_micros,
             a.failure_status, a.failure_title,
             a.event_base + case when a.attempt_at is null then 2 else 1 end,
             c.callback is not null
        from again a join call c on c.id = any (array[a.id])
      returning id
      """;

  /** Forgets an ended call. */
  static final String DELETE =
      """
      with gone as (
        delete from outcome where id = $1 returning id
      ), attempts as (
        delete from attempt using gone where call_id = any (array[gone.id])
      ), told as (
        delete from delivery d using gone where d.call_id = any (array[gone.id])
      ), asked as (
        delete from call c using gone where c.id = any (array[gone.id]) returning c.*
      ), keys as (
        delete from idempotency i using asked a
         where i.caller = any (array[a.caller]) and i.procedure = a.procedure
           and i.key = a.idempotency_key
           and i.call_id = a.id
      )
      select id from gone
      """;

  /**
   * Ends waiting calls whose budget is spent, looking from where the last look came to. There is
   * always a row, for the time.
   */
  static final String EXPIRE =
      """
      with spent as (
        select id from pending
         where expires_at > coalesce($3::timestamptz, '-infinity') and expires_at <= now()
           and state = 'QUEUED'
         order by expires_at limit $1 for update skip locked
      ), done as (
        delete from pending p using spent
         where p.id = any (array[spent.id]) and p.state <> 'RUNNING'
        returning p as gone
      ), ended as (
        insert into outcome
        select o.* from done, lateral outcome_of(done.gone, 'EXPIRED', 504, $2) o
        on conflict do nothing
        returning id, state
      )
      select ended.id, ended.state, (done.gone).procedure as procedure, t.as_of
        from (select now() as as_of) t
             left join (ended join done on (done.gone).id = ended.id) on true
      """;

  /** Forgets ended calls whose retention is over, once there is nothing left to deliver. */
  static final String PURGE =
      """
      with gone as (
        delete from outcome where id = any (array(
          select o.id from outcome o
           where o.keep_until <= now()
             and not exists (select from delivery d
              where d.call_id = any (array[o.id]) and d.delivered_at is null
                and d.given_up_at is null)
           order by o.keep_until limit $1 for update skip locked))
        returning id
      ), attempts as (
        delete from attempt using gone where call_id = any (array[gone.id])
      ), told as (
        delete from delivery d using gone where d.call_id = any (array[gone.id])
      ), asked as (
        delete from call c using gone where c.id = any (array[gone.id]) returning c.*
      ), keys as (
        delete from idempotency i using asked a
         where i.caller = any (array[a.caller]) and i.procedure = a.procedure
           and i.key = a.idempotency_key
           and i.call_id = a.id
      )
      select count(*) as purged from gone
      """;

  private CallSql() {}
}
