package dev.raincheck.store;

/** The statements that find calls for those who listen to many. Each has a row, for the time. */
final class FeedSql {

  /** The oldest transaction that is still open: all before it can be seen. */
  static final String NOW =
      """
      select now() as as_of, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled
      """;

  /**
   * What has ended after a place. An end is settled when no transaction with a smaller number is
   * open. Who else uses the server may keep one open for hours, without an end in it; so an end is
   * also settled after a time in which every transaction of ours is over.
   */
  static final String ENDS =
      """
      with mark as materialized (
        select now() as as_of, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled,
               case when $1::bigint > pg_snapshot_xmax(pg_current_snapshot())::text::bigint then 0
                    else $1 end as since
      )
      select m.as_of, m.settled, m.since, found.*,
             coalesce(c.caller, '') as caller, coalesce(c.procedure, '') as procedure,
             found.ended_tx < m.settled
               or found.ended_at < m.as_of - $4::bigint * interval '1 millisecond' as is_settled
        from mark m left join lateral (
          select o.id, o.ended_tx, o.ended_at from outcome o
           where o.ended_tx >= m.since and (o.ended_tx > m.since or o.id > $2::uuid)
           order by o.ended_tx, o.id limit $3
        ) found on true
        left join call c on c.id = any (array[found.id])
       order by found.ended_tx, found.id
      """;

  /** What goes on, by the indexes that there are of it: of young calls, of claims, of attempts. */
  static final String CHANGED =
      """
      with found as materialized (
        (select id from call where created_at >= $1 order by created_at desc, id desc limit $2)
        union
        (select r.id from node n cross join lateral (
           select id from pending
            where node = n.id and state = 'RUNNING' and attempt_at >= $1
            order by attempt_at desc limit $2) r)
        union
        (select call_id from attempt where ended_at >= $1 order by ended_at desc limit $2)
      )
      select t.as_of, open.*
        from (select now() as as_of) t left join (
          select c.id, c.caller, c.procedure
            from found f
                 join pending p on p.id = any (array[f.id])
                 join call c on c.id = any (array[p.id])
        ) open on true
      """;

  private FeedSql() {}
}
