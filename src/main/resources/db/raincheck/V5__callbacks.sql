-- The outbox of callbacks: src/docs/callbacks.md.

-- Where to post when the call has ended.
alter table call add column callback text;

-- Whether there is such a place; all that a call without one pays is this column.
alter table pending add column callback boolean not null default false;

-- One row for each end of a call with a callback, and later whatever else has an end to tell. Its id
-- is the webhook-id: the same for every try. It lives as long as the call.
create table delivery (
  id           uuid primary key default gen_random_uuid(),
  call_id      uuid,
  batch_id     uuid,
  -- Whose secret signs it.
  caller       text not null,
  target       text not null,
  -- Scheme, host and port of the target as it is written: what limits are kept by.
  origin       text collate "C" not null,
  created_at   timestamptz not null default now(),
  -- Since when it is being tried: its creation, or the latest wish to deliver it again.
  since        timestamptz not null default now(),
  -- When the next try may start; while one is under way, when it is taken for lost. Null: no more.
  due_at       timestamptz default now(),
  tries        integer not null default 0 check (tries >= 0),
  -- Failed tries in a row.
  failures     integer not null default 0 check (failures >= 0),
  last_at      timestamptz,
  last_status  integer,
  last_error   text,
  delivered_at timestamptz,
  given_up_at  timestamptz,
  check ((call_id is null) <> (batch_id is null)),
  check ((due_at is null) = (delivered_at is not null or given_up_at is not null)),
  check (delivered_at is null or given_up_at is null)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- By target first, so that a look passes over all that waits for one in a single step.
create index delivery_due on delivery (origin, due_at) where due_at is not null;
create index delivery_age on delivery (since) where due_at is not null;
create index delivery_by_call on delivery (call_id) where call_id is not null;

-- Never null: what was edited by hand must not fail the end of a call.
create function origin_of(target text) returns text language sql immutable as $$
  select coalesce(lower(substring(target from '^[^:]+://[^/?#]+')), target)
$$;

-- Written out of any end of a call: its pending row goes exactly then, by whatever statement.
create function tell_end() returns trigger language plpgsql set search_path from current as $$
begin
  insert into delivery (call_id, caller, target, origin)
  select c.id, c.caller, c.callback, origin_of(c.callback)
    from call c where c.id = old.id and c.callback is not null;
  return null;
end
$$;

create trigger pending_callback after delete on pending
  for each row when (old.callback) execute function tell_end();
