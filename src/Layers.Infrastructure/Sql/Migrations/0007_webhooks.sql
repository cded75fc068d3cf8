-- Where partners want to be told of events. The signing secret is not here: it is derived from the id and the version.
create table webhook_endpoints (
  organization_id uuid not null references organizations,
  webhook_endpoint_id uuid not null,
  project_id uuid,
  url text not null check (char_length(url) between 1 and 2048),
  events text[] not null check (cardinality(events) > 0),
  description text check (char_length(description) between 1 and 256),
  status text not null check (status in ('active', 'paused', 'disabled')),
  status_reason text check (status_reason in ('failures', 'gone', 'by_request')),
  consecutive_failures integer not null check (consecutive_failures >= 0),
  secret_version integer not null check (secret_version >= 1),
  secret_rotated_at timestamptz,
  previous_secret_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, webhook_endpoint_id),
  foreign key (organization_id, project_id) references projects,
  constraint stopped_has_its_reason check ((status = 'active') = (status_reason is null)),
  constraint rotated_has_its_times check (
    (secret_version > 1) = (secret_rotated_at is not null) and num_nulls(secret_rotated_at, previous_secret_until) in (0, 2))
);

create index webhook_endpoints_newest on webhook_endpoints (organization_id, created_at desc, webhook_endpoint_id desc);

-- One event on its way to one endpoint. What is sent is in the event itself; only a test is an event of no other table.
create table webhook_deliveries (
  organization_id uuid not null,
  webhook_endpoint_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  occurred_at timestamptz not null,
  status text not null check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null check (attempts >= 0),
  attempts_left integer not null check (attempts_left between 0 and 8),
  due_at timestamptz,
  last_attempt_at timestamptz,
  last_status_code integer,
  last_error text check (last_error in ('refused', 'timeout', 'unreachable', 'private_address', 'gone', 'disabled', 'interrupted')),
  delivered_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, webhook_endpoint_id, event_id),
  foreign key (organization_id, webhook_endpoint_id) references webhook_endpoints,
  constraint pending_is_due check ((status = 'pending') = (due_at is not null)),
  constraint delivered_has_its_time check ((status = 'delivered') = (delivered_at is not null)),
  constraint failed_has_its_error check (status <> 'failed' or last_error is not null)
);

create index webhook_deliveries_newest on webhook_deliveries (organization_id, webhook_endpoint_id, created_at desc, event_id desc);
create index webhook_deliveries_due on webhook_deliveries (organization_id, webhook_endpoint_id, due_at) where due_at is not null;
