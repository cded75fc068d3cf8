-- A post that waits for the approval of its container is a row like any other, so that its id can be read, moved and canceled, and only its status changes
-- when it is approved. What waits was JSON on the container before. The constraints below refuse what a server of an older version would still do by
-- that: it holds nothing back, and decides no container that holds posts. They bind new rows at once; those that are there become rows in a migration of
-- their own and are judged in another, for here both tables are shut.

alter table scheduled_posts drop constraint scheduled_posts_status_check;
alter table scheduled_posts add constraint scheduled_posts_status_check check (
  status in ('held', 'queued', 'publishing', 'published', 'failed', 'draft', 'canceled')) not valid;

-- The caption is settled when a post ends being held. What was asked for in its place is kept.
alter table scheduled_posts alter column caption drop not null;
alter table scheduled_posts add column caption_override text;

-- Orders the posts of a container as they were scheduled: above all those that were before stand those of a later revision.
alter table scheduled_posts add column place integer not null default 0;

alter table containers add column held_posts integer not null default 0;
alter table containers add column promotion_failure text;
alter table containers add constraint containers_promotion_failure_check
  check (promotion_failure in ('SOCIAL_ACCOUNT_UNAVAILABLE', 'SCHEDULE_PASSED')) not valid;

alter table scheduled_posts add constraint held_has_no_caption_yet check ((status = 'held') = (caption is null)) not valid;
alter table containers drop constraint only_gated_has_a_stash;
alter table containers add constraint held_posts_are_rows check (pending_schedule is null) not valid;
alter table containers add constraint only_pending_holds_posts check (held_posts between 0 and 50 and (held_posts = 0 or approval_status = 'pending')) not valid;
alter table containers add constraint only_approved_fails_to_promote check (promotion_failure is null or approval_status = 'approved') not valid;
