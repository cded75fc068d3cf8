-- How much of a key's budget the nodes have taken together, a row a window. Unlogged: nobody waits for a disk because of it, and should a crash of
-- PostgreSQL empty it, every key has its budget of that minute anew.
create unlogged table rate_budgets (
  organization_id uuid not null,
  api_key_id uuid not null,
  endpoint_class text not null check (endpoint_class in ('read-light', 'write-light', 'long-running')),
  window_start timestamptz not null,
  leased integer not null check (leased > 0),
  primary key (organization_id, api_key_id, endpoint_class, window_start),
  constraint window_starts_with_the_minute check (mod(extract(epoch from window_start), 60) = 0)
);
