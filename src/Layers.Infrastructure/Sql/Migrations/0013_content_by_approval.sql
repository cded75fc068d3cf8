-- A reviewer's list asks for an approval status that may be rare in a large project, alone or with a status: either is a range of this index.
create index containers_newest_by_approval on containers
  (organization_id, project_id, approval_status, status, created_at desc, container_id desc, format, creative_type);

-- It serves the lists and counts that this one served for a project. What remains is the oldest work of all projects.
drop index containers_pending;
create index containers_pending_oldest on containers (created_at, organization_id, project_id)
  where approval_status = 'pending' and status = 'completed';
