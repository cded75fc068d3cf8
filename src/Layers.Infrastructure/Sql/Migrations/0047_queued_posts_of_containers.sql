-- concurrently
-- The queued posts of a container, which are looked at again when it changes. Only a statement that repeats its condition with its name uses it.
create index concurrently if not exists scheduled_posts_queued_of_containers on scheduled_posts (organization_id, container_id)
  where status = 'queued' and mode <> 'scheduled_posts_queued_of_containers';
