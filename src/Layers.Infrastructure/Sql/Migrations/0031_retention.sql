-- When the files of a container were removed for good.
alter table containers add column media_removed_at timestamptz;

-- How far the old end of each feed was removed.
alter table event_positions add column removed_up_to bigint not null default 0;

-- A delivery outlives its event when the event is removed: then it keeps what it sends.
alter table webhook_deliveries add column position bigint;
alter table webhook_deliveries add column data json;
alter table webhook_deliveries add column trace_parent text;
