package dev.raincheck.store;

/**
 * The statements of a delivery, in the order of its life; {@code V5__callbacks.sql} begins that of
 * a call, {@code V8__batch_callbacks.sql} that of a batch.
 */
final class DeliverySql {

  /** The deliveries of a call {@code r}, where there are any. */
  static final String OF_CALL = of("call_id = r.id");

  /** The deliveries of a batch {@code b}, where there are any. */
  static final String OF_BATCH = of("batch_id = b.id");

  private static String of(String owner) {
    return """
        (select json_agg(json_build_object(
                  'id', d.id, 'tries', d.tries, 'lastAt', d.last_at, 'lastStatus', d.last_status,
                  'lastError', d.last_error, 'nextAt', d.due_at, 'deliveredAt', d.delivered_at,
                  'state', case when d.delivered_at is not null then 'DELIVERED'
                                when d.given_up_at is not null then 'GIVEN_UP' else 'PENDING' end)
                order by d.created_at, d.id)
           from (select * from delivery where %s offset 0) d)\
        """
        .formatted(owner);
  }

  /**
   * Claims deliveries that are due, a few of each target. Targets are looked at in their order,
   * from after a given one on and at most so many, one step in the index for each however much
   * waits for it. What a claim takes is due again when its lease is over, unless a result is
   * recorded. Calls are read here, batches when they are told. There is always a row, for how far
   * it has looked.
   */
  static final String CLAIM =
      """
      with recursive looked(origin, n) as (
        (select d.origin, 1 from delivery d
          where d.due_at is not null and d.origin > $1 order by d.origin limit 1)
        union all
        select later.origin, l.n + 1
          from looked l cross join lateral (
            select d.origin from delivery d
             where d.due_at is not null and d.origin > l.origin order by d.origin limit 1) later
         where l.n < $2
      ), open as materialized (
        select l.origin, coalesce(k.slots, $5) as slots
          from looked l
               left join unnest($3::text[], $4::int[]) as k(origin, slots) on k.origin = l.origin
         where coalesce(k.slots, $5) > 0
         order by l.origin
      ), picked as materialized (
        select due.id from open o cross join lateral (
          select d.id from delivery d
           where d.due_at is not null and d.origin = o.origin and d.due_at <= now()
           order by d.due_at limit o.slots for update skip locked
        ) due limit $6
      ), claimed as (
        update delivery d
           set tries = tries + 1, due_at = now() + $7::bigint * interval '1 millisecond'
          from picked
           where d.id = any (array[picked.id]) and d.delivered_at is null and d.given_up_at is null
        returning d.id, d.call_id, d.batch_id, d.caller, d.target, d.origin, d.tries, d.failures,
                  d.since
      )
      select t.looked, t.last, c.id as delivery_id, c.batch_id, c.caller as delivery_caller,
             c.target, c.origin, c.tries, c.failures,
             (extract(epoch from now() - c.since) * 1000)::bigint as age_ms, r.*, %s as deliveries
        from (select count(*)::int as looked, max(origin) as last from looked) t
             left join (claimed c left join call_row r on r.id = any (array[c.call_id])) on true
      """
          .formatted(OF_CALL);

  /** Records tries, each only if no later one has begun. */
  static final String RECORD =
      """
      update delivery d
         set due_at = now() + r.delay_ms * interval '1 millisecond',
             failures = case when r.verdict = 'DELIVERED' then 0 else d.failures + 1 end,
             last_at = now(), last_status = r.status, last_error = r.error,
             delivered_at = case when r.verdict = 'DELIVERED' then now() end,
             given_up_at = case when r.verdict = 'GIVEN_UP' then now() end
        from unnest($1::uuid[], $2::int[], $3::text[], $4::bigint[], $5::int[], $6::text[])
          as r(id, tries, verdict, delay_ms, status, error)
       where d.id = any (array[r.id]) and d.tries = r.tries and d.delivered_at is null
         and d.given_up_at is null
      returning d.id
      """;

  /** Gives up what is tried for longer than so many milliseconds. */
  static final String GIVE_UP =
      """
      with old as (
        select id from delivery
         where due_at is not null and since < now() - $1::bigint * interval '1 millisecond'
         order by since limit $2 for update skip locked
      )
      update delivery d
         set due_at = null, given_up_at = now(),
             last_error = coalesce(d.last_error, 'It was not tried: its target failed all the time')
        from old
         where d.id = any (array[old.id]) and d.delivered_at is null and d.given_up_at is null
      returning d.id
      """;

  /** Has the latest end of a call delivered again. */
  static final String AGAIN =
      """
      with latest as (
        select id from delivery where call_id = $1 order by created_at desc, id desc limit 1
      ), reopened as (
        update delivery d
           set due_at = now(), since = now(), failures = 0, delivered_at = null, given_up_at = null
          from latest where d.id = any (array[latest.id])
        returning d.id
      ), made as (
        insert into delivery (call_id, caller, target, origin)
        select c.id, c.caller, c.callback, origin_of(c.callback)
          from call c join outcome o on o.id = any (array[c.id])
         where c.id = $1 and c.callback is not null and not exists (select from latest)
        returning id
      )
      select id from reopened union all select id from made
      """;

  /** The same of a batch. */
  static final String AGAIN_OF_BATCH =
      """
      with latest as (
        select id from delivery where batch_id = $1 order by created_at desc, id desc limit 1
      ), reopened as (
        update delivery d
           set due_at = now(), since = now(), failures = 0, delivered_at = null, given_up_at = null
          from latest where d.id = any (array[latest.id])
        returning d.id
      ), made as (
        insert into delivery (batch_id, caller, target, origin)
        select id, caller, callback, origin_of(callback) from batch
         where id = $1 and ended_at is not null and callback is not null
           and not exists (select from latest)
        returning id
      )
      select id from reopened union all select id from made
      """;

  /** Counts what is not delivered yet, up to a bound. */
  static final String SAMPLE =
      """
      select count(*) as pending,
             coalesce(extract(epoch from now() - (
               select since from delivery where due_at is not null order by since limit 1)) * 1000,
               0)::bigint as oldest_ms
        from (select from delivery where due_at is not null limit $1) d
      """;

  private DeliverySql() {}
}
