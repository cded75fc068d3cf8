-- A deleted key stays, for the audit log names it. It is killed too, so that a server which knows nothing of deleting refuses it.
alter table api_keys add column last_used_at timestamptz;
alter table api_keys add column rotated_at timestamptz;
alter table api_keys add column deleted_at timestamptz;
alter table api_keys add constraint deleted_is_killed check (deleted_at is null or killed_at is not null);

create index api_keys_newest on api_keys (organization_id, created_at desc, api_key_id desc);
