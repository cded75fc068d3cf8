-- The organization comes first in every key: tenants are apart by construction.
create table looks (
  organization_id uuid not null,
  look_id uuid not null,
  container_id uuid not null,
  looked_at timestamptz not null,
  looked_at_by text not null,
  remark text,
  primary key (organization_id, look_id),
  foreign key (organization_id, container_id) references containers (organization_id, container_id)
);
create index looks_of_containers on looks (organization_id, container_id, looked_at desc, look_id desc);

create table decision_counts (
  organization_id uuid not null,
  project_id uuid not null,
  approved bigint not null,
  rejected bigint not null,
  primary key (organization_id, project_id)
);
