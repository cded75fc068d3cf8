-- When the files of a container were removed for good.
alter table containers add column media_removed_at timestamptz;

-- How many bytes of media each organization keeps, started uploads included: what a quota is judged by.
create table media_usage (
  organization_id uuid primary key,
  bytes bigint not null check (bytes >= 0)
);

insert into media_usage (organization_id, bytes)
select organization_id, sum(bytes)
from (
  select organization_id, size_bytes as bytes from upload_files
  union all
  select c.organization_id, (a ->> 'sizeBytes')::bigint
  from containers c cross join lateral json_array_elements(c.assets) a
  where c.creative_type = 'generated') kept
group by organization_id;

-- How far the old end of each feed was removed.
alter table event_positions add column removed_up_to bigint not null default 0;

-- A delivery outlives its event when the event is removed: then it keeps what it sends.
alter table webhook_deliveries add column position bigint;
alter table webhook_deliveries add column data json;
alter table webhook_deliveries add column trace_parent text;
