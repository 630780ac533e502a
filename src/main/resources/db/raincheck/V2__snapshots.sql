-- What a long snapshot elsewhere keeps from being cleaned up must not be stepped over again and
-- again: src/docs/tables.md.

-- By claim time, so that a look at the latest claims reads those alone.
drop index pending_owned;
create index pending_owned on pending (node, attempt_at) where state = 'RUNNING';

create index pending_cancel on pending (node) where cancel_requested;
