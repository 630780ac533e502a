-- At every start. A database that was restored from a dump counts its transactions anew: ends that
-- carry numbers which are still to come would hide those that get them.
update outcome set ended_tx = pg_current_xact_id()::text::bigint
 where ended_tx > pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
