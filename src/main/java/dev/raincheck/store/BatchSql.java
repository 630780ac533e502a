package dev.raincheck.store;

/**
 * The statements by which callers make batches, look at them and act upon them. Members are calls
 * like any other; what becomes of a batch when they end is for {@link BatchSweepSql}.
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
                                     $15::bigint[], $16::int[], $17::int[], $18::text[],
                                     $21::timestamptz[])
          with ordinality
          as g(id, procedure, input, delay_ms, budget_ms, priority, max_attempts, callback, turn,
               place)
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
        select id, procedure, priority, 'QUEUED',
               coalesce(case when turn < now() then turn end,
                        now() + delay_ms * interval '1 millisecond'),
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
                 left join pending p on p.id = any (array[m.call_id])
                 left join outcome o on o.id = any (array[m.call_id])
           where m.batch_id = b.id
           group by 1, 2) c
       where b.id = $1
         and (b.keep_until is null or b.keep_until > now() or exists (
               select from delivery d
                where d.batch_id = any (array[b.id]) and d.delivered_at is null
                  and d.given_up_at is null))
      """
          .formatted(DeliverySql.OF_BATCH);

  /** Members as calls, from a place in the batch on and before another. */
  static final String CALLS =
      """
      select r.* from batch_member m join call_row r on r.id = any (array[m.call_id])
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
               left join pending p on p.id = any (array[m.call_id])
               left join outcome o on o.id = any (array[m.call_id])
         where m.batch_id = $1 and m.index >= $2 and m.index < $2 + $3
      ) page
       where index = $2 or bytes <= $4
       order by index
      """;

  /** Asks for the end of all that has not ended. */
  static final String CANCEL =
      """
      update batch set cancelled_at = now()
       where id = $1 and cancelled_at is null and keep_until is null
      """;

  /**
   * Forgets a batch of which every member has ended: it is not found any more, its key is free,
   * nothing is delivered, and {@link BatchSweepSql#PURGE} drops it.
   */
  static final String DELETE =
      """
      with forgotten as (
        update batch b set keep_until = now()
         where b.id = $1
           and (b.keep_until > now() or b.keep_until is not null and exists (
                 select from delivery d
                  where d.batch_id = any (array[b.id]) and d.delivered_at is null
                    and d.given_up_at is null))
        returning id, caller, '/batches'::text as procedure, idempotency_key
      ), keys as (
        delete from idempotency i using forgotten f
         where i.caller = any (array[f.caller]) and i.procedure = f.procedure
           and i.key = f.idempotency_key
           and i.call_id = f.id
      ), told as (
        delete from delivery d using forgotten f where d.batch_id = any (array[f.id])
      ), members_told as (
        delete from delivery d using forgotten f
               join batch_member m on m.batch_id = any (array[f.id])
         where d.call_id = any (array[m.call_id])
      )
      select id from forgotten
      """;

  private BatchSql() {}
}
