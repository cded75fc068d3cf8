-- When an organization was resumed, by its own clock: what nobody could go on with during a suspension has its whole time again from here on.
alter table organizations add column resumed_at timestamptz;
