-- The durable queue. What never changes (call), what changes often (pending) and what is written
-- once at the end (outcome) stand apart, so that the hot rows stay narrow and few.
-- src/docs/tables.md says why.

-- A replica's lease: it owns the calls that carry its id for as long as it renews seen_at.
create table node (
  id         uuid primary key,
  name       text not null,
  started_at timestamptz not null default now(),
  seen_at    timestamptz not null default now()
);

-- What was asked. Written once; the row's life is the call's.
create table call (
  id              uuid primary key,
  procedure       text not null,
  caller          text not null,
  idempotency_key text,
  created_at      timestamptz not null,
  not_before      timestamptz,
  budget          interval,
  priority        smallint not null check (priority between 0 and 7),
  trace_parent    text,
  trace_state     text,
  input           bytea not null,
  check (not_before >= created_at)
);
create index call_by_age on call (created_at desc, id desc);
create index call_by_procedure on call (procedure, created_at desc, id desc);

-- One row for each call that has not ended: QUEUED or RUNNING.
create table pending (
  id               uuid primary key,
  procedure        text not null,
  priority         smallint not null check (priority between 0 and 7),
  state            text not null check (state in ('QUEUED', 'RUNNING')),
  -- When it may start; also its age in the queue.
  not_before       timestamptz not null,
  created_at       timestamptz not null,
  expires_at       timestamptz,
  retention        interval not null,
  attempt          integer not null check (attempt between 0 and max_attempts),
  max_attempts     integer not null check (max_attempts >= 1),
  node             uuid,
  attempt_at       timestamptz,
  started_at       timestamptz,
  ran_micros       bigint not null default 0 check (ran_micros >= 0),
  cancel_requested boolean not null default false,
  progress_done    bigint,
  progress_total   bigint,
  progress_note    text,
  failure_status   integer,
  failure_title    text,
  check ((state = 'RUNNING') = (node is not null)),
  check (state = 'QUEUED' or (attempt >= 1 and attempt_at is not null and started_at is not null)),
  check (state = 'RUNNING' or not cancel_requested)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index pending_ready on pending (procedure, priority, not_before, id) where state = 'QUEUED';
create index pending_owned on pending (node) where state = 'RUNNING';
create index pending_expiry on pending (expires_at) where expires_at is not null;

-- How a call ended. Written once, by the statement that removes its pending row.
create table outcome (
  id               uuid primary key,
  state            text not null check (state in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')),
  ended_at         timestamptz not null,
  keep_until       timestamptz not null,
  retention        interval not null,
  expires_at       timestamptz,
  attempt          integer not null check (attempt between 0 and max_attempts),
  max_attempts     integer not null,
  attempt_at       timestamptz,
  node             text,
  started_at       timestamptz,
  ran_micros       bigint not null,
  cancel_requested boolean not null,
  progress_done    bigint,
  progress_total   bigint,
  progress_note    text,
  failure_status   integer,
  failure_title    text,
  status           integer not null check (status between 100 and 599),
  media_type       text,
  headers          text,
  body             bytea not null,
  check (state not in ('SUCCEEDED', 'FAILED') or attempt >= 1),
  check ((state = 'FAILED') = (failure_status is not null and failure_title is not null)
         or state in ('CANCELLED', 'EXPIRED'))
);
create index outcome_by_retention on outcome (keep_until);

-- Attempts that ended without ending their call.
create table attempt (
  call_id        uuid not null,
  number         integer not null,
  started_at     timestamptz not null,
  ended_at       timestamptz not null,
  node           text not null,
  failure_status integer,
  failure_title  text,
  primary key (call_id, number)
);

-- One key, one call: for each caller and procedure, as long as the call is kept.
create table idempotency (
  caller      text not null,
  procedure   text not null,
  key         text not null,
  call_id     uuid not null,
  fingerprint bytea not null,
  primary key (caller, procedure, key)
);

-- The outcome of a call that ends other than by an answer of its procedure: its problem is made
-- from its state when it is read.
create function outcome_of(p pending, final_state text, http_status integer, why text)
returns setof outcome rows 1 language sql stable as $$
  select p.id, final_state, now(), now() + p.retention, p.retention, p.expires_at,
         p.attempt, p.max_attempts, p.attempt_at,
         (select name from node where node.id = p.node), p.started_at,
         p.ran_micros, p.cancel_requested,
         p.progress_done, p.progress_total, p.progress_note,
         case when why is null then p.failure_status else http_status end,
         coalesce(why, p.failure_title),
         http_status, null::text, null::text, ''::bytea
$$;

-- A call as its caller sees it.
create view call_row as
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
            from attempt a where a.call_id = c.id)
       end as attempts
  from call c
  left join pending p on p.id = c.id
  left join outcome o on o.id = c.id
 where p.id is not null or o.id is not null;
