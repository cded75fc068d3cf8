-- The outbox: written by the transaction that decides. Its place in the order that consumers see is given later, when it is committed and can
-- no longer be overtaken; so a consumer that keeps its position misses nothing, however long a transaction takes.
create table events (
  organization_id uuid not null,
  event_id uuid not null,
  sequence bigint generated always as identity,
  position bigint,
  event_type text not null,
  occurred_at timestamptz not null,
  project_id uuid,
  data json not null,
  primary key (organization_id, event_id)
);

create unique index events_by_position on events (organization_id, position) where position is not null;
create index events_without_position on events (organization_id, sequence) where position is null;

-- One row an organization: its lock decides who gives out positions.
create table event_positions (
  organization_id uuid primary key,
  last_position bigint not null
);
