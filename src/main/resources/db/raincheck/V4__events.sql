-- Events. What happened to a call is told by its row and its attempts; what these columns keep is the
-- numbers of the events: src/docs/events.md.

-- An event's number is this base and the number of its attempt, doubled. The base grows where
-- something that was told is not in the rows any more: a claim that came to nothing, a final state
-- that an explicit retry has left.
alter table pending add column event_base integer not null default 0,
                    -- How many reports of progress the running attempt, or the last one, has made.
                    add column progress_seq integer not null default 0;
alter table outcome add column event_base integer not null default 0,
                    add column progress_seq integer not null default 0;
-- As it was while the attempt ran.
alter table attempt add column event_base integer not null default 0;

create or replace function outcome_of(p pending, final_state text, http_status integer, why text)
returns setof outcome rows 1 language sql stable as $$
  select p.id, final_state, now(), keep_until(p.retention), p.retention, p.expires_at,
         greatest(p.attempt, 0), greatest(p.max_attempts, p.attempt, 0), p.attempt_at,
         (select name from node where node.id = p.node), p.started_at,
         p.ran_micros, p.cancel_requested,
         p.progress_done, p.progress_total, p.progress_note,
         case when why is null then p.failure_status else http_status end,
         coalesce(why, p.failure_title),
         http_status, null::text, null::text, ''::bytea,
         p.event_base, p.progress_seq
$$;
