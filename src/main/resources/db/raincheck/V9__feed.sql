-- Events of all calls: src/docs/events.md.

-- The transaction that has ended the call. Times are those of the beginning of a transaction, so they
-- do not tell what became visible after what; numbers of transactions, beside the oldest one that is
-- still open, do. Ends of before this column are all of the transaction that adds it.
alter table outcome add column ended_tx bigint not null
  default pg_current_xact_id()::text::bigint;
-- One entry for all calls that one statement has ended.
create index outcome_by_tx on outcome (ended_tx);

-- Attempts that ended lately; only what is tried again has any.
create index attempt_by_end on attempt (ended_at);

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
         p.event_base, p.progress_seq, pg_current_xact_id()::text::bigint
$$;
