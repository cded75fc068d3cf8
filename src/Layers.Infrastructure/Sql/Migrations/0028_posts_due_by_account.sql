-- concurrently
-- Due posts are looked for and taken up one account at a time.
create index concurrently if not exists scheduled_posts_due_by_account on scheduled_posts
  (organization_id, social_account_id, due_at, scheduled_post_id) where due_at is not null;
