-- Who a call belongs to: what its procedure may know of the caller, as JSON. Null for an anonymous
-- caller, and for calls of older versions.
alter table call add column claims text;

-- A caller's own calls, newest first. Calls of nobody are not in it, so it costs them nothing.
create index call_by_caller on call (caller, created_at desc, id desc) where caller <> '';
