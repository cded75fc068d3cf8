-- That silence is about to approve is told once of a container, some time before its window ends.
alter table containers add column expiring_raised_at timestamptz;
alter table containers add constraint only_reviewed_expires check (
  expiring_raised_at is null or (approval_status <> 'not_required' and status = 'completed'));

create index containers_expiring on containers (organization_id, project_id, review_since, container_id)
  where approval_status = 'pending' and status = 'completed' and held_at is null and expiring_raised_at is null;
