-- concurrently
-- The posts that a container holds, and those whose promotion failed. Only statements that repeat its condition with its name use it, so that lists
-- of held or failed posts keep to theirs.
create index concurrently if not exists scheduled_posts_of_containers on scheduled_posts (organization_id, container_id, place)
  where status in ('held', 'failed') and mode <> 'scheduled_posts_of_containers';
