-- A list walks one range of an index for each word that it may contain, and merges them: so words lead, and the list's order follows. The same
-- indexes then serve lists that ask for no word.

create index scheduled_posts_latest_by_status on scheduled_posts (organization_id, project_id, status, scheduled_for desc, scheduled_post_id desc);
create index scheduled_posts_latest_by_account on scheduled_posts
  (organization_id, project_id, social_account_id, status, scheduled_for desc, scheduled_post_id desc);
drop index scheduled_posts_latest;
drop index scheduled_posts_queued_by_account;

create index social_accounts_newest_by_status on social_accounts
  (organization_id, project_id, status, platform, created_at desc, social_account_id desc);
drop index social_accounts_newest;

create index webhook_deliveries_newest_by_status on webhook_deliveries
  (organization_id, webhook_endpoint_id, status, created_at desc, event_id desc);
create index webhook_deliveries_newest_by_type on webhook_deliveries
  (organization_id, webhook_endpoint_id, event_type, status, created_at desc, event_id desc);
drop index webhook_deliveries_newest;
drop index webhook_deliveries_failed;

-- Of these two the status is no column of its own.
create index projects_newest_active on projects (organization_id, created_at desc, project_id desc) where archived_at is null;
create index projects_newest_archived on projects (organization_id, created_at desc, project_id desc) where archived_at is not null;
create index projects_active_by_external_id on projects (organization_id, customer_external_id, created_at desc, project_id desc)
  where customer_external_id is not null and archived_at is null;
create index projects_archived_by_external_id on projects (organization_id, customer_external_id, created_at desc, project_id desc)
  where customer_external_id is not null and archived_at is not null;
drop index projects_newest;
drop index projects_by_external_id;

create index api_keys_newest_active on api_keys (organization_id, created_at desc, api_key_id desc) where killed_at is null;
create index api_keys_newest_killed on api_keys (organization_id, created_at desc, api_key_id desc) where killed_at is not null and deleted_at is null;
create index api_keys_newest_deleted on api_keys (organization_id, created_at desc, api_key_id desc) where deleted_at is not null;
drop index api_keys_newest;

-- Types are of an open set, so none of these can be led by two columns and still serve one of them alone. Whichever is taken for several filters, it
-- tests the others in its entries.
create index audit_log_newest on audit_log (organization_id, occurred_at desc, event_id desc);
create index audit_log_newest_by_type on audit_log (organization_id, event_type, occurred_at desc, event_id desc, api_key_id, project_id);
create index audit_log_newest_by_key on audit_log (organization_id, api_key_id, occurred_at desc, event_id desc, event_type, project_id)
  where api_key_id is not null;
drop index audit_log_walk;

create index events_by_type on events (organization_id, event_type, position) where position is not null;

-- The first-N decision asks for these in their order, which no other index has: so it takes this one, whatever the planner thinks of the table.
create index containers_decided_by_approval on containers (organization_id, project_id, approval_status) where approval_status in ('approved', 'rejected');
drop index containers_decided;
