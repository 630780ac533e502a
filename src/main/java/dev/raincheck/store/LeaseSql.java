package dev.raincheck.store;

/** The statements about replicas' leases, and about the calls that a lease has left behind. */
final class LeaseSql {

  /** Registers a replica. */
  static final String REGISTER = "insert into node (id, name) values ($1, $2)";

  /** Renews a lease. */
  static final String RENEW = "update node set seen_at = now() where id = $1";

  /**
   * Takes away leases that were not renewed for so many milliseconds, and releases what nobody owns
   * any more: theirs, and what carries an id between those that are there. Each "offset 0" makes
   * the planner look at one lease after the other, and not at all that runs, dead entries included.
   */
  static final String REAP =
      """
      with dead as (
        delete from node where seen_at < now() - $1::bigint * interval '1 millisecond' returning id
      ), gaps as (
        select lag(id, 1, '00000000-0000-0000-0000-000000000000') over (order by id) as above,
               id as below
          from node
        union all
        select coalesce((select id from node order by id desc limit 1),
                        '00000000-0000-0000-0000-000000000000'),
               'ffffffff-ffff-ffff-ffff-ffffffffffff'
      ), orphans as (
        select p.* from pending p
         where p.id = any (array(
                 select owned.id from dead, lateral (
                   select r.id from pending r
                    where r.state = 'RUNNING' and r.node = dead.id offset 0) owned
                 union all
                 select ownerless.id from gaps, lateral (
                   select r.id from pending r
                    where r.state = 'RUNNING' and r.node > gaps.above and r.node < gaps.below
                   offset 0) ownerless
                 union all
                 select nobodys.id from pending nobodys
                  where nobodys.node is null and nobodys.state = 'RUNNING'))
           and p.state <> 'QUEUED'
           for update skip locked
      ), over as (
        delete from pending p using orphans o
         where p.id = any (array[o.id]) and (o.cancel_requested or o.attempt >= o.max_attempts)
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(
          over.gone,
          case when (over.gone).cancel_requested then 'CANCELLED' else 'FAILED' end,
          case when (over.gone).cancel_requested then 410 else 500 end,
          case when (over.gone).cancel_requested then null else $2 end) e
        on conflict do nothing
        returning id, state
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, failure_status,
                             failure_title, event_base)
        select o.id, o.attempt, coalesce(o.attempt_at, now()), now(),
               coalesce(n.name, o.node::text, ''), 500, $2, o.event_base
          from orphans o left join node n on n.id = o.node
         where not o.cancel_requested and o.attempt < o.max_attempts
        on conflict do nothing
      ), requeued as (
        update pending p
           set state = 'QUEUED', node = null, attempt_at = null, not_before = now(),
               failure_status = 500, failure_title = $2
          from orphans o
         where p.id = any (array[o.id]) and not o.cancel_requested and o.attempt < o.max_attempts
        returning p.id, p.state, p.procedure
      )
      select ended.id, ended.state, (over.gone).procedure as procedure
        from ended join over on (over.gone).id = ended.id
      union all
      select id, state, procedure from requeued
      """;

  /**
   * Releases what this node owns without knowing: the answer to a claim or accept was lost; ends
   * what cannot run, for nobody has asked for it. Looks at claims from where the last look came to.
   * There is always a row, for the time.
   */
  static final String RELEASE_STRAYS =
      """
      with strays as (
        select p.*, exists (select from call c where c.id = any (array[p.id])) as asked
          from pending p
         where p.node = $1 and p.state = 'RUNNING' and p.id <> all ($2::uuid[])
           and p.attempt_at >= coalesce($4::timestamptz, '-infinity')
           and p.attempt_at < now() - $3::bigint * interval '1 millisecond'
           for update skip locked
      ), over as (
        delete from pending p using strays s
         where p.id = any (array[s.id]) and (s.cancel_requested or not s.asked)
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(over.gone, 'CANCELLED', 410, null) e
        on conflict do nothing
        returning id, state
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, event_base)
        select s.id, s.attempt, s.attempt_at, now(), coalesce(n.name, s.node::text), s.event_base
          from strays s left join node n on n.id = s.node
         where s.asked and not s.cancel_requested
        on conflict do nothing
      ), requeued as (
        update pending p
           set state = 'QUEUED', node = null, attempt_at = null, not_before = now(),
               max_attempts = p.max_attempts + 1
          from strays s where p.id = any (array[s.id]) and s.asked and not s.cancel_requested
        returning p.id, p.state, p.procedure
      )
      select moved.*, t.as_of
        from (select now() - $3::bigint * interval '1 millisecond' as as_of) t
             left join (
               select ended.id, ended.state, (over.gone).procedure as procedure
                 from ended join over on (over.gone).id = ended.id
               union all
               select id, state, procedure from requeued
             ) moved on true
      """;

  /** Gives up a lease; its calls are repeated and not counted. */
  static final String RESIGN =
      """
      with left_over as (
        select p.* from pending p where p.node = $1 and p.state = 'RUNNING' for update skip locked
      ), over as (
        delete from pending p using left_over l
         where p.id = any (array[l.id]) and l.cancel_requested
        returning p as gone
      ), ended as (
        insert into outcome
        select e.* from over, lateral outcome_of(over.gone, 'CANCELLED', 410, null) e
        on conflict do nothing
        returning id, state
      ), remembered as (
        insert into attempt (call_id, number, started_at, ended_at, node, event_base)
        select l.id, l.attempt, coalesce(l.attempt_at, now()), now(),
               coalesce(n.name, l.node::text), l.event_base
          from left_over l left join node n on n.id = l.node where not l.cancel_requested
        on conflict do nothing
      ), requeued as (
        update pending p
           set state = 'QUEUED', node = null, attempt_at = null, not_before = now(),
               max_attempts = p.max_attempts + 1
          from left_over l where p.id = any (array[l.id]) and not l.cancel_requested
        returning p.id, p.state, p.procedure
      ), resigned as (
        delete from node where id = $1
      )
      select ended.id, ended.state, (over.gone).procedure as procedure
        from ended join over on (over.gone).id = ended.id
      union all
      select id, state, procedure from requeued
      """;

  /** Counts the leases. */
  static final String COUNT = "select count(*)::int as replicas from node";

  private LeaseSql() {}
}
