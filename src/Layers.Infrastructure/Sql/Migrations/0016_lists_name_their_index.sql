-- A content list walks a range of an index for each state that its filter lets pass, and for each state and kind where it asks for a format or a creative type:
-- two words that are common may still never meet.
--
-- Each index here holds under a condition that is always true and has the index's name in it. Only a statement that says the same can use it, and no
-- other of them: so it is not for the planner's estimate of a project's size to choose between an index that fits and one that has to be walked.

create index containers_by_newest on containers (organization_id, project_id, created_at desc, container_id desc)
  where creative_type <> 'containers_newest';
drop index containers_newest;
alter index containers_by_newest rename to containers_newest;

create index containers_by_status on containers (organization_id, project_id, status, created_at desc, container_id desc)
  where creative_type <> 'containers_newest_by_status';
drop index containers_newest_by_status;
alter index containers_by_status rename to containers_newest_by_status;

create index containers_by_approval on containers (organization_id, project_id, approval_status, status, created_at desc, container_id desc)
  where creative_type <> 'containers_newest_by_approval';
drop index containers_newest_by_approval;
alter index containers_by_approval rename to containers_newest_by_approval;

create index containers_newest_by_kind on containers
  (organization_id, project_id, approval_status, status, coalesce(format, creative_type), created_at desc, container_id desc)
  where creative_type <> 'containers_newest_by_kind';

create index containers_by_decision on containers (organization_id, project_id, approval_status)
  where approval_status in ('approved', 'rejected') and creative_type <> 'containers_decided_by_approval';
drop index containers_decided_by_approval;
alter index containers_by_decision rename to containers_decided_by_approval;

create index audit_log_by_newest on audit_log (organization_id, occurred_at desc, event_id desc) where actor_type <> 'audit_log_newest';
drop index audit_log_newest;
alter index audit_log_by_newest rename to audit_log_newest;
