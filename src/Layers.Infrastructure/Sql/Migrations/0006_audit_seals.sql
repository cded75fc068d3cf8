-- The audit log's hash chain, one an organization. A seal is opened by the statement that writes the audit row, and closed later by a worker: so
-- whatever is committed will be sealed, however late it commits, and writers of one organization do not wait for each other.
create table audit_seals (
  organization_id uuid not null,
  event_id uuid not null,
  sequence bigint not null,
  position bigint check (position >= 1),
  hash bytea check (octet_length(hash) = 32),
  primary key (organization_id, event_id),
  constraint closed_with_its_hash check ((position is null) = (hash is null))
);

-- One row an organization: how far its chain reaches. Its lock decides who closes seals.
create table audit_heads (
  organization_id uuid primary key,
  position bigint not null check (position >= 0),
  hash bytea not null check (octet_length(hash) = 32)
);

insert into audit_seals (organization_id, event_id, sequence) select organization_id, event_id, sequence from audit_log;

create unique index audit_seals_by_position on audit_seals (organization_id, position) where position is not null;
create index audit_seals_open on audit_seals (organization_id, sequence) where position is null;

-- A walk that is filtered by type or key is filtered in the index; a project, one of many, has its own.
create index audit_log_walk on audit_log (organization_id, occurred_at desc, event_id desc, event_type, api_key_id);
create index audit_log_walk_by_project on audit_log (organization_id, project_id, occurred_at desc, event_id desc, event_type, api_key_id)
  where project_id is not null;
drop index audit_log_newest;
