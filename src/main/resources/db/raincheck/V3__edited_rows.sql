-- What was edited by hand must not fail the statements that carry other calls too: the end of a call
-- is recorded whatever its row says.

-- How long an ended call is kept; as long as a retention can be configured to be, at most.
create function keep_until(retention interval) returns timestamptz language sql stable as $$
  select now() + least(greatest(retention, interval '0'), interval '36500 days')
$$;

create or replace function outcome_of(p pending, final_state text, http_status integer, why text)
returns setof outcome rows 1 language sql stable as $$
  select p.id, final_state, now(), keep_until(p.retention), p.retention, p.expires_at,
         greatest(p.attempt, 0), greatest(p.max_attempts, p.attempt, 0), p.attempt_at,
         (select name from node where node.id = p.node), p.started_at,
         p.ran_micros, p.cancel_requested,
         p.progress_done, p.progress_total, p.progress_note,
         case when why is null then p.failure_status else http_status end,
         coalesce(why, p.failure_title),
         http_status, null::text, null::text, ''::bytea
$$;
