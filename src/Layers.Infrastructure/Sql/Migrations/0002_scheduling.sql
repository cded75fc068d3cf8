create table social_accounts (
  organization_id uuid not null,
  social_account_id uuid not null,
  project_id uuid not null,
  platform text not null check (platform in ('tiktok', 'instagram')),
  handle text not null check (char_length(handle) between 1 and 255),
  publisher text not null check (publisher in ('sandbox', 'relay')),
  relay_url text,
  status text not null check (status in ('connected', 'reauth_required', 'disconnected')),
  created_at timestamptz not null,
  disconnected_at timestamptz,
  primary key (organization_id, social_account_id),
  foreign key (organization_id, project_id) references projects,
  constraint relay_has_its_address check ((publisher = 'relay') = (relay_url is not null)),
  constraint disconnected_has_its_time check ((status = 'disconnected') = (disconnected_at is not null))
);

create index social_accounts_newest on social_accounts (organization_id, project_id, created_at desc, social_account_id desc);

create table scheduled_posts (
  organization_id uuid not null,
  scheduled_post_id uuid not null,
  project_id uuid not null,
  container_id uuid not null,
  social_account_id uuid not null,
  mode text not null check (mode in ('publish', 'draft', 'managed')),
  status text not null check (status in ('queued', 'publishing', 'published', 'failed', 'draft', 'canceled')),
  caption text not null,
  first_comment text,
  scheduled_for timestamptz not null,
  due_at timestamptz,
  attempts integer not null check (attempts >= 0),
  created_at timestamptz not null,
  published_at timestamptz,
  external_id text,
  external_url text,
  failure_code text,
  failure_message text,
  canceled_at timestamptz,
  cancel_reason text,
  primary key (organization_id, scheduled_post_id),
  foreign key (organization_id, project_id) references projects,
  foreign key (organization_id, container_id) references containers,
  foreign key (organization_id, social_account_id) references social_accounts,
  constraint unfinished_is_due check ((status in ('queued', 'publishing')) = (due_at is not null)),
  constraint published_has_its_time check ((status in ('published', 'draft')) = (published_at is not null)),
  constraint failed_has_its_reason check (
    (status = 'failed') = (failure_code is not null) and num_nulls(failure_code, failure_message) in (0, 2)),
  constraint canceled_has_its_time check ((status = 'canceled') = (canceled_at is not null)),
  constraint only_published_has_a_place check (status in ('published', 'draft') or num_nonnulls(external_id, external_url) = 0)
);

create index scheduled_posts_latest on scheduled_posts (organization_id, project_id, scheduled_for desc, scheduled_post_id desc);
create index scheduled_posts_due on scheduled_posts (due_at) where due_at is not null;
create index scheduled_posts_due_by_organization on scheduled_posts (organization_id, due_at, scheduled_post_id) where due_at is not null;
create index scheduled_posts_queued_by_account on scheduled_posts (organization_id, project_id, social_account_id) where status = 'queued';

alter table containers add column pending_schedule json;
alter table containers add constraint only_gated_has_a_stash check (pending_schedule is null or approval_status in ('pending', 'approved'));
