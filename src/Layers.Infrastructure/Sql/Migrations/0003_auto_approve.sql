-- A container's review clock starts with its creation; a hold stops it, and a release moves its start by as long as it stood still.
alter table containers add column review_since timestamptz;
update containers set review_since = created_at;
alter table containers alter column review_since set not null;
alter table containers add column held_at timestamptz;
alter table containers add constraint only_pending_is_held check (held_at is null or approval_status = 'pending');

create index containers_due on containers (organization_id, project_id, review_since, container_id)
  where approval_status = 'pending' and status = 'completed' and held_at is null;
create index approval_policies_with_a_window on approval_policies (organization_id, project_id) where auto_approve_seconds is not null;
