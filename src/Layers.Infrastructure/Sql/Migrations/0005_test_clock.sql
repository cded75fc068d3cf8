-- A test organization may turn its own clock forward.
alter table organizations add column clock_offset_seconds bigint not null default 0;
alter table organizations add constraint only_test_turns_its_clock check (clock_offset_seconds = 0 or (environment = 'test' and clock_offset_seconds > 0));
