-- Each index here but the first holds under a condition that is always true and has the index's name in it. Only a statement that says the same can use
-- it: so it is not for the planner's estimate of a project's size to choose between an index that fits and one that has to be walked.

-- A content list that asks for a format or a creative type walks a range for each state and kind that its filter lets pass: two words that are common may
-- still never meet. This index holds always, for whoever asks for a project's containers in another way, as servers of an older version do.
create index containers_listed_by_kind on containers
  (organization_id, project_id, approval_status, status, coalesce(format, creative_type), created_at desc, container_id desc);

create index containers_listed on containers (organization_id, project_id, created_at desc, container_id desc)
  where creative_type <> 'containers_listed';
create index containers_listed_by_status on containers (organization_id, project_id, status, created_at desc, container_id desc)
  where creative_type <> 'containers_listed_by_status';
create index containers_listed_by_approval on containers (organization_id, project_id, approval_status, status, created_at desc, container_id desc)
  where creative_type <> 'containers_listed_by_approval';
create index containers_decided on containers (organization_id, project_id, approval_status)
  where approval_status in ('approved', 'rejected') and creative_type <> 'containers_decided';

create index audit_log_listed on audit_log (organization_id, occurred_at desc, event_id desc) where actor_type <> 'audit_log_listed';
