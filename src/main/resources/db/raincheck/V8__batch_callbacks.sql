-- Callbacks of batches: src/docs/callbacks.md.

-- Where to post when what is awaited has come. Its calls may have callbacks of their own.
alter table batch add column callback text;

create index delivery_by_batch on delivery (batch_id) where batch_id is not null;

-- Written out of the end of a batch, by whoever's sweep has found it.
create function tell_end_of_batch() returns trigger language plpgsql
set search_path from current as $$
begin
  insert into delivery (batch_id, caller, target, origin)
  values (new.id, new.caller, new.callback, origin_of(new.callback));
  return null;
end
$$;

create trigger batch_callback after update on batch for each row
  when (old.ended_at is null and new.ended_at is not null and new.callback is not null)
  execute function tell_end_of_batch();
