-- A statement finds its rows by the same index, whatever the planner believes of the tables. To one
-- that it takes for empty, every way costs the same: src/docs/tables.md.

-- Indexes that a look by another key must not take are partial, by what that look does not say. They
-- are made before the old ones go, which nobody else may even read beside.
create index new_call_by_age on call (created_at desc, id desc) where created_at is not null;
create index new_call_by_procedure on call (procedure, created_at desc, id desc)
 where created_at is not null;
-- Those that a look by their own key must not read as a whole are not partial.
create index new_delivery_by_call on delivery (call_id);
create index new_delivery_by_batch on delivery (batch_id);

drop index call_by_age, call_by_procedure, delivery_by_call, delivery_by_batch;
alter index new_call_by_age rename to call_by_age;
alter index new_call_by_procedure rename to call_by_procedure;
alter index new_delivery_by_call rename to delivery_by_call;
alter index new_delivery_by_batch rename to delivery_by_batch;
