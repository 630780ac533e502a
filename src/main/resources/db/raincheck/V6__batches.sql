-- Many calls under one handle, and procedures of which no attempt is started: src/docs/batches.md.

-- What was asked for together. The sweep alone changes it, from what batch_news tells.
create table batch (
  id              uuid primary key,
  caller          text not null,
  idempotency_key text,
  created_at      timestamptz not null,
  -- How many calls have to succeed for it to end; 0: all are to end.
  awaiting        integer not null check (awaiting between 0 and total),
  fail_fast       boolean not null,
  retention       interval not null,
  total           integer not null check (total >= 1),
  ended           integer not null default 0 check (ended >= 0),
  succeeded       integer not null default 0 check (succeeded between 0 and ended),
  ended_at        timestamptz,
  -- From then on, what has not ended is to be cancelled.
  cancelled_at    timestamptz,
  -- Set when its last call has ended.
  keep_until      timestamptz,
  check (keep_until is null or ended_at is not null)
);
create index batch_by_retention on batch (keep_until) where keep_until is not null;
create index batch_open on batch (id) where keep_until is null;
create index batch_to_cancel on batch (cancelled_at)
 where cancelled_at is not null and keep_until is null;

create table batch_member (
  batch_id uuid not null,
  index    integer not null check (index >= 0),
  call_id  uuid not null,
  primary key (batch_id, index)
);

-- A call of a batch has ended; removed by the sweep that has taken it in. Never updated and without
-- any other key, so that ends do not wait for one another.
create table batch_news (
  id        bigint generated always as identity primary key,
  batch_id  uuid not null,
  succeeded boolean not null
);

-- Calls of no batch have none. Kept by what goes back to the queue, not by an explicit retry.
alter table pending add column batch uuid;
create index pending_batch on pending (batch) where batch is not null;

create function tell_batch() returns trigger language plpgsql as $$
begin
  insert into batch_news (batch_id, succeeded)
  values (old.batch, exists (select from outcome where id = old.id and state = 'SUCCEEDED'));
  return null;
end
$$;

-- Whoever ends a call: this version or an older one.
create trigger pending_tells_batch after delete on pending
   for each row when (old.batch is not null) execute function tell_batch();

-- Procedures of which no attempt is started.
create table paused (
  procedure text primary key,
  since     timestamptz not null default now()
);
