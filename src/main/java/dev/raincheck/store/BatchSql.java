package dev.raincheck.store;

/**
 * The statements about batches, in the order of a batch's life. Its members are calls like any
 * other; what ends one leaves a line in {@code batch_news}, by a trigger, and {@link #SWEEP} takes
 * those lines in, many at a time.
 */
final class BatchSql {

  /**
   * Stores a batch and all its calls, or nothing. Its members are kept until the batch is dropped,
   * so none has a retention that ends before. A repeated idempotency key returns no row.
   */
  static final String ACCEPT =
      """
      with keyed as (
        insert into idempotency (caller, procedure, key, call_id, fingerprint)
        select $2::text, '/batches', $3::text, $1::uuid, $4::bytea where $3::text is not null
        on conflict do nothing
        returning call_id
      ), made as (
        insert into batch (id, caller, idempotency_key, created_at, awaiting, fail_fast, retention,
                           total, callback)
        select $1, $2, $3, now(), $5::int, $6::boolean, $7::bigint * interval '1 millisecond',
               $8::int, $20::text
         where $3::text is null or exists (select from keyed)
        returning id, created_at
      ), given as (
        select g.* from made, unnest($11::uuid[], $12::text[], $13::bytea[], $14::bigint[],
                                     $15::bigint[], $16::int[], $17::int[], $18::text[])
          with ordinality
          as g(id, procedure, input, delay_ms, budget_ms, priority, max_attempts, callback, place)
      ), members as (
        insert into batch_member (batch_id, index, call_id)
        select $1, place - 1, id from given
      ), asked as (
        insert into call (id, procedure, caller, created_at, not_before, budget, priority,
                          trace_parent, trace_state, input, callback, claims)
        select id, procedure, $2, now(),
               case when delay_ms > 0 then now() + delay_ms * interval '1 millisecond' end,
               budget_ms * interval '1 millisecond', priority, $9::text, $10::text, input,
               callback, $19::text
          from given
      ), waiting as (
        insert into pending (id, procedure, priority, state, not_before, created_at, expires_at,
                             retention, attempt, max_attempts, batch, callback)
        select id, procedure, priority, 'QUEUED', now() + delay_ms * interval '1 millisecond',
               now(), now() + budget_ms * interval '1 millisecond', interval '36500 days', 0,
               max_attempts, $1, callback is not null
          from given
      )
      select created_at from made
      """;

  /**
   * A batch, with as many rows as there are states and waiting procedures among its members. A
   * member that was deleted is in no state. It is there for as long as its end is to be delivered.
   */
  static final String FIND =
      """
      select b.id, b.caller, b.created_at, b.awaiting, b.fail_fast, b.total, b.ended_at,
             b.cancelled_at is not null as cancelled, b.keep_until is not null as settled, c.state,
             c.procedure, c.members, %s as deliveries
        from batch b cross join lateral (
          select coalesce(p.state, o.state) as state, p.procedure, count(*) as members
            from batch_member m
                 left join pending p on p.id = m.call_id
                 left join outcome o on o.id = m.call_id
           where m.batch_id = b.id
           group by 1, 2) c
       where b.id = $1
         and (b.keep_until is null or b.keep_until > now() or exists (
               select from delivery d where d.batch_id = b.id and d.due_at is not null))
      """
          .formatted(DeliverySql.OF_BATCH);

  /** Which of these batches have come to what is awaited of them, or are gone. */
  static final String ENDED_AMONG =
      """
      select id from unnest($1::uuid[]) as g(id)
       where not exists (select from batch b where b.id = g.id and b.ended_at is null)
      """;

  /** Members as calls, from a place in the batch on and before another. */
  static final String CALLS =
      """
      select r.* from batch_member m join call_row r on r.id = m.call_id
       where m.batch_id = $1 and m.index >= $2 and m.index < $3
       order by m.index
      """;

  /**
   * What members have come to, from a place in the batch on: so many, and of those only as far as
   * their bodies take so many bytes, but at least one. The size of a body is known without reading
   * it.
   */
  static final String GATHER =
      """
      select * from (
        select m.index, m.call_id as id, coalesce(p.state, o.state) as state, o.failure_status,
               o.failure_title, o.attempt, o.status, o.media_type, o.headers, o.body,
               sum(coalesce(octet_length(o.body), 0)) over (order by m.index) as bytes
          from batch_member m
               left join pending p on p.id = m.call_id
               left join outcome o on o.id = m.call_id
         where m.batch_id = $1 and m.index >= $2 and m.index < $2 + $3
      ) page
       where index = $2 or bytes <= $4
       order by index
      """;

  /**
   * Takes in what ended: counts it, and notes whether the batch has come to what is awaited,
   * whether the rest is to be cancelled, and from when on it can be dropped. Two of these at a time
   * take different lines, and one waits for the other where they are about the same batch.
   */
  static final String SWEEP =
      """
      with news as (
        delete from batch_news where id in (
          select id from batch_news order by id limit $1 for update skip locked)
        returning batch_id, succeeded
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
         where b.id = t.batch_id
        returning b.id, b.ended_at, b.cancelled_at, b.callback
      )
      select n.taken, b.id, b.ended_at is not null as ended, b.cancelled_at is not null as cancelled,
             b.ended_at is not null and b.callback is not null as told,
             exists (select from batch where keep_until is null) as open
        from (select count(*) as taken from news) n left join taken b on true
      """;

  /** Asks for the end of all that has not ended. */
  static final String CANCEL =
      """
      update batch set cancelled_at = now()
       where id = $1 and cancelled_at is null and keep_until is null
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
         where p.id = rest.id and p.state = 'QUEUED' returning p as gone
      ), ended as (
        insert into outcome
        select o.* from done, lateral outcome_of(done.gone, 'CANCELLED', 410, null) o
        on conflict do nothing
      ), asked as (
        update pending p set cancel_requested = true from rest
         where p.id = rest.id and p.state <> 'QUEUED' returning p.id, p.procedure
      )
      select (done.gone).id as id, (done.gone).procedure as procedure, false as running from done
      union all
      select id, procedure, true from asked
      """;

  /**
   * Forgets a batch of which every member has ended: it is not found any more, its key is free,
   * nothing is delivered, and {@link #PURGE} drops it.
   */
  static final String DELETE =
      """
      with forgotten as (
        update batch b set keep_until = now()
         where b.id = $1
           and (b.keep_until > now() or b.keep_until is not null and exists (
                 select from delivery d where d.batch_id = b.id and d.due_at is not null))
        returning id, caller, '/batches'::text as procedure, idempotency_key
      ), keys as (
        delete from idempotency i using forgotten f
         where i.caller = f.caller and i.procedure = f.procedure and i.key = f.idempotency_key
           and i.call_id = f.id
      ), told as (
        delete from delivery d using forgotten f where d.batch_id = f.id
      ), members_told as (
        delete from delivery d using forgotten f join batch_member m on m.batch_id = f.id
         where d.call_id = m.call_id
      )
      select id from forgotten
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
                 select from delivery d where d.batch_id = b.id and d.due_at is not null)
         order by b.keep_until limit $1
      ), over as (
        select m.batch_id, m.index, m.call_id, past.retention
          from past cross join lateral (
                 select m.batch_id, m.index, m.call_id from batch_member m
                  where m.batch_id = past.id
                    and not exists (
                          select from delivery d
                           where d.call_id = m.call_id and d.due_at is not null)
                  order by m.index limit $1) m
         limit $1
      ), left_out as (
        delete from batch_member m using over
         where m.batch_id = over.batch_id and m.index = over.index
        returning m.index
      ), gone as (
        delete from outcome o using over where o.id = over.call_id returning o.id
      ), attempts as (
        delete from attempt using gone where call_id = gone.id
      ), members_told as (
        delete from delivery d using gone where d.call_id = gone.id
      ), asked as (
        delete from call c using gone where c.id = gone.id
      ), alone as (
        update pending p set retention = over.retention from over where p.id = over.call_id
      ), empty as (
        delete from batch b using past
         where b.id = past.id
           and not exists (select from batch_member m where m.batch_id = b.id)
        returning b.caller, '/batches'::text as procedure, b.idempotency_key, b.id
      ), told as (
        delete from delivery d using empty e where d.batch_id = e.id
      ), keys as (
        delete from idempotency i using empty e
         where i.caller = e.caller and i.procedure = e.procedure and i.key = e.idempotency_key
           and i.call_id = e.id
      )
      select (select count(*) from left_out) + (select count(*) from empty) as purged
      """;

  private BatchSql() {}
}
