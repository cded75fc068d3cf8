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
