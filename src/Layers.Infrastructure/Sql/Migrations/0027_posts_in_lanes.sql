-- Until when an attempt is in flight, what the last one that failed said, and what every attempt sends.
alter table scheduled_posts
  add column leased_until timestamptz,
  add column last_error_code text,
  add column last_error_message text,
  add column message text,
  add constraint last_error_has_its_message check (num_nulls(last_error_code, last_error_message) in (0, 2)) not valid;
