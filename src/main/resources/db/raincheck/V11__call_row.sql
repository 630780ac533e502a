-- The view finds its rows by their key, too. By itself, so that who reads it while the indexes of V10
-- change places and this never wait for each other.

create or replace view call_row as
select c.id, c.procedure, c.caller, coalesce(o.state, p.state) as state,
       c.created_at, c.not_before, coalesce(p.expires_at, o.expires_at) as expires_at,
       coalesce(p.started_at, o.started_at) as started_at, o.ended_at,
       case when p.state = 'QUEUED' then p.not_before end as queue_at,
       coalesce(p.attempt, o.attempt) as attempt,
       coalesce(p.max_attempts, o.max_attempts) as max_attempts,
       coalesce(p.cancel_requested, o.cancel_requested) as cancel_requested,
       coalesce(p.progress_done, o.progress_done) as progress_done,
       coalesce(p.progress_total, o.progress_total) as progress_total,
       coalesce(p.progress_note, o.progress_note) as progress_note,
       coalesce(p.failure_status, o.failure_status) as failure_status,
       coalesce(p.failure_title, o.failure_title) as failure_title,
       coalesce(p.attempt_at, o.attempt_at) as attempt_at,
       coalesce(o.node, (select name from node where node.id = p.node), p.node::text) as node,
       coalesce(p.ran_micros, o.ran_micros) as ran_micros,
       now() as read_at,
       case when coalesce(p.attempt, o.attempt) > 0 then
         (select json_agg(json_build_object(
                   'number', a.number, 'startedAt', a.started_at, 'endedAt', a.ended_at,
                   'node', a.node, 'status', a.failure_status, 'title', a.failure_title)
                 order by a.number)
            from attempt a where a.call_id = any (array[c.id]))
       end as attempts
  from call c
  left join pending p on p.id = any (array[c.id])
  left join outcome o on o.id = any (array[c.id])
 where p.id is not null or o.id is not null;
