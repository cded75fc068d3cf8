-- An organization that was suspended before there was a command for it has no time.
alter table organizations add column suspended_at timestamptz;
alter table organizations add constraint only_suspended_has_its_time check (suspended_at is null or status = 'suspended');
