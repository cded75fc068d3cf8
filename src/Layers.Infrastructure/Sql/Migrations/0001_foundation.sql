-- Small tables that every node of a sharded database holds whole.

create table organizations (
  organization_id uuid primary key,
  name text not null unique check (char_length(name) between 1 and 128),
  environment text not null check (environment in ('live', 'test')),
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null
);

create table api_keys (
  api_key_id uuid primary key,
  organization_id uuid not null references organizations,
  key_id text not null unique check (key_id ~ '^[A-Z2-7]{16}$'),
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  tier text not null check (tier in ('standard', 'pilot', 'partner', 'internal')),
  actor_type text not null check (actor_type in ('person', 'agent', 'service')),
  status text not null default 'active' check (status in ('active', 'killed')),
  created_at timestamptz not null,
  killed_at timestamptz,
  check ((status = 'killed') = (killed_at is not null))
);

create table server_secrets (
  name text primary key,
  value bytea not null
);

-- Tenant tables: the organization leads every key.

create table projects (
  organization_id uuid not null references organizations,
  project_id uuid not null,
  name text not null check (char_length(name) between 1 and 128),
  customer_external_id text,
  timezone text not null,
  metadata json not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (organization_id, project_id)
);

create index projects_newest on projects (organization_id, created_at desc, project_id desc);
create index projects_by_external_id on projects (organization_id, customer_external_id, created_at desc, project_id desc)
  where customer_external_id is not null;

create table approval_policies (
  organization_id uuid not null,
  project_id uuid not null,
  requires_approval boolean not null,
  first_n_posts_blocked integer not null check (first_n_posts_blocked between 0 and 50),
  auto_approve_after text,
  auto_approve_seconds bigint check (auto_approve_seconds between 1 and 31536000),
  updated_at timestamptz not null,
  primary key (organization_id, project_id),
  foreign key (organization_id, project_id) references projects,
  check ((auto_approve_after is null) = (auto_approve_seconds is null))
);

create table containers (
  organization_id uuid not null,
  container_id uuid not null,
  project_id uuid not null,
  creative_type text not null check (creative_type in ('generated', 'uploaded')),
  format text check (format in ('slideshow-builder', 'ugc-remix', 'video-remix', 'slideshow-remix')),
  hook text,
  status text not null check (status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  approval_status text not null check (approval_status in ('not_required', 'pending', 'approved', 'rejected')),
  revision integer not null check (revision >= 1),
  caption text check (char_length(caption) <= 2200),
  created_at timestamptz not null,
  completed_at timestamptz,
  failed_at timestamptz,
  error_code text,
  error_message text,
  decided_at timestamptz,
  decided_by text,
  decision_source text check (decision_source in ('person', 'agent', 'service', 'timeout')),
  decision_remark text check (char_length(decision_remark) <= 1024),
  assets json,
  preview json,
  primary_asset json,
  platform_fit json,
  primary key (organization_id, container_id),
  foreign key (organization_id, project_id) references projects,
  constraint generated_has_a_format check ((creative_type = 'generated') = (format is not null)),
  constraint completed_has_its_time check ((status = 'completed') = (completed_at is not null)),
  constraint completed_has_its_media check (
    (status = 'completed') = (assets is not null)
    and num_nulls(assets, preview, primary_asset, platform_fit) in (0, 4)),
  constraint failed_has_its_reason check (
    (status = 'failed') = (failed_at is not null)
    and num_nulls(failed_at, error_code, error_message) in (0, 3)),
  constraint decided_once_and_whole check (
    (approval_status in ('approved', 'rejected')) = (decided_at is not null)
    and num_nulls(decided_at, decided_by, decision_source) in (0, 3)),
  constraint only_completed_is_decided check (decided_at is null or status = 'completed'),
  constraint rejected_has_its_reason check (approval_status <> 'rejected' or decision_remark is not null),
  constraint undecided_has_no_remark check (decided_at is not null or decision_remark is null)
);

create index containers_newest on containers
  (organization_id, project_id, created_at desc, container_id desc, format, creative_type);
create index containers_newest_by_status on containers
  (organization_id, project_id, status, created_at desc, container_id desc, format, creative_type);
create index containers_pending on containers (organization_id, project_id, created_at desc, container_id desc)
  where approval_status = 'pending';
create index containers_decided on containers (organization_id, project_id)
  where approval_status in ('approved', 'rejected');

create table upload_files (
  organization_id uuid not null,
  container_id uuid not null,
  ordinal integer not null check (ordinal between 1 and 10),
  filename text not null check (char_length(filename) between 1 and 512),
  content_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  received_at timestamptz,
  primary key (organization_id, container_id, ordinal),
  foreign key (organization_id, container_id) references containers
);

create table audit_log (
  organization_id uuid not null,
  event_id uuid not null,
  sequence bigint generated always as identity,
  event_type text not null,
  occurred_at timestamptz not null,
  request_id text not null,
  project_id uuid,
  api_key_id uuid,
  actor text not null,
  actor_type text not null check (actor_type in ('person', 'agent', 'service', 'system')),
  data json not null,
  primary key (organization_id, event_id)
);

create index audit_log_newest on audit_log (organization_id, occurred_at desc, event_id desc);

create table idempotency_keys (
  organization_id uuid not null,
  api_key_id uuid not null,
  key text not null check (char_length(key) between 1 and 255),
  request_hash bytea not null,
  answer json,
  created_at timestamptz not null,
  primary key (organization_id, api_key_id, key)
);

create index idempotency_keys_oldest on idempotency_keys (created_at);
