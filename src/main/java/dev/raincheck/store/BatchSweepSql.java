package dev.raincheck.store;

/**
 * The statements by which the service itself looks after batches, in the order of a batch's life.
 * What ends a member leaves a line in {@code batch_news}, by a trigger, and {@link #SWEEP} takes
 * those lines in, many at a time.
 */
final class BatchSweepSql {

  /**
   * Takes in what ended: counts it, and notes whether the batch has come to what is awaited,
   * whether the rest is to be cancelled, and from when on it can be dropped. Two of these at a time
   * take different lines, and one waits for the other where they are about the same batch. It looks
   * at lines from a number on, and tells up to which number it has looked.
   */
  static final String SWEEP =
      """
      with news as (
        delete from batch_news where id = any (array(
          select n.id from batch_news n where n.id >= coalesce($2::bigint, 0)
           order by n.id limit $1 for update skip locked))
        returning id, batch_id, succeeded
      ), told as (
        select batch_id, count(*) as ended, count(*) filter (where succeeded) as succeeded
          from news group by batch_id
      ), taken as (
        update batch b
           set ended = b.ended + t.ended,
               succeeded = b.succeeded + t.succeeded,
               ended_at = coalesce(b.ended_at, case when
                 b.ended + t.ended >= b.total
                 or b.awaiting > 0 and b.succeeded + t.succeeded >= b.awaiting then now() end),
               cancelled_at = coalesce(b.cancelled_at, case when
                 b.fail_fast and t.ended > t.succeeded and b.ended_at is null
                 and b.ended + t.ended < b.total
                 and (b.awaiting = 0 or b.succeeded + t.succeeded < b.awaiting) then now() end),
               keep_until = case when b.ended + t.ended >= b.total then keep_until(b.retention) end
          from told t
         where b.id = any (array[t.batch_id])
        returning b.id, b.ended_at, b.cancelled_at, b.callback
      )
      select n.taken,
             case when n.taken < $1 then (select last_value + 1 from batch_news_id_seq)
                  else n.last end as up_to,
             b.id, b.ended_at is not null as ended, b.cancelled_at is not null as cancelled,
             b.ended_at is not null and b.callback is not null as told,
             exists (select from batch where keep_until is null) as open
        from (select count(*) as taken, max(id) as last from news) n left join taken b on true
      """;

  /** Which of these batches have come to what is awaited of them, or are gone. */
  static final String ENDED_AMONG =
      """
      select id from unnest($1::uuid[]) as g(id)
       where not exists (select from batch b where b.id = any (array[g.id]) and b.ended_at is null)
      """;

  /** Batches whose rest is to be cancelled. */
  static final String TO_CANCEL =
      """
      select id from batch where cancelled_at is not null and keep_until is null
       order by cancelled_at limit $1
      """;

  /** Ends waiting members of a batch, so many at a time, and marks those that run. */
  static final String CANCEL_MEMBERS =
      """
      with rest as (
        select id from pending where batch = $1 and not cancel_requested
         limit $2 for update skip locked
      ), done as (
        delete from pending p using rest
         where p.id = any (array[rest.id]) and p.state <> 'RUNNING' returning p as gone
      ), ended as (
        insert into outcome
        select o.* from done, lateral outcome_of(done.gone, 'CANCELLED', 410, null) o
        on conflict do nothing
      ), asked as (
        update pending p set cancel_requested = true from rest
         where p.id = any (array[rest.id]) and p.state <> 'QUEUED' returning p.id, p.procedure
      )
      select (done.gone).id as id, (done.gone).procedure as procedure, false as running from done
      union all
      select id, procedure, true from asked
      """;

  /**
   * Drops members of batches whose time is over, some at a time, and then the batches, once there
   * is nothing left to deliver. A member that was queued again lives on as a call of its own.
   */
  static final String PURGE =
      """
      with past as (
        select b.id, b.retention from batch b
         where b.keep_until <= now()
           and not exists (
                 select from delivery d
                  where d.batch_id = any (array[b.id]) and d.delivered_at is null
                    and d.given_up_at is null)
         order by b.keep_until limit $1
      ), over as (
        select m.batch_id, m.index, m.call_id, past.retention
          from past cross join lateral (
                 select m.batch_id, m.index, m.call_id from batch_member m
                  where m.batch_id = any (array[past.id])
                    and not exists (
                          select from delivery d
                           where d.call_id = any (array[m.call_id]) and d.delivered_at is null
                             and d.given_up_at is null)
                  order by m.index limit $1) m
         limit $1
      ), left_out as (
        delete from batch_member m using over
         where m.batch_id = any (array[over.batch_id]) and m.index = over.index
        returning m.index
      ), gone as (
        delete from outcome o using over where o.id = any (array[over.call_id]) returning o.id
      ), attempts as (
        delete from attempt using gone where call_id = any (array[gone.id])
      ), members_told as (
        delete from delivery d using gone where d.call_id = any (array[gone.id])
      ), asked as (
        delete from call c using gone where c.id = any (array[gone.id])
      ), alone as (
        update pending p set retention = over.retention from over
         where p.id = any (array[over.call_id])
      ), empty as (
        delete from batch b using past
         where b.id = any (array[past.id])
           and not exists (select from batch_member m where m.batch_id = any (array[b.id]))
        returning b.caller, '/batches'::text as procedure, b.idempotency_key, b.id
      ), told as (
        delete from delivery d using empty e where d.batch_id = any (array[e.id])
      ), keys as (
        delete from idempotency i using empty e
         where i.caller = any (array[e.caller]) and i.procedure = e.procedure
           and i.key = e.idempotency_key
           and i.call_id = e.id
      )
      select (select count(*) from left_out) + (select count(*) from empty) as purged
      """;

  private BatchSweepSql() {}
}
