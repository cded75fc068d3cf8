-- A post that waits for the approval of its container is a row like any other, so that its id can be read, moved and canceled, and only its status changes
-- when it is approved. What waits was JSON on the container before. The constraints below refuse what a server of an older version would still do by
-- that: it holds nothing back, and decides no container that holds posts.

alter table scheduled_posts drop constraint scheduled_posts_status_check;
alter table scheduled_posts add constraint scheduled_posts_status_check check (
  status in ('held', 'queued', 'publishing', 'published', 'failed', 'draft', 'canceled'));

-- The caption is settled when a post ends being held. What was asked for in its place is kept.
alter table scheduled_posts alter column caption drop not null;
alter table scheduled_posts add column caption_override text;

-- Orders the posts of a container as they were scheduled: above all those that were before stand those of a later revision.
alter table scheduled_posts add column place integer not null default 0;

alter table containers add column held_posts integer not null default 0;
alter table containers add column promotion_failure text check (promotion_failure in ('SOCIAL_ACCOUNT_UNAVAILABLE', 'SCHEDULE_PASSED'));

-- Its id, a UUID of version 7, begins with the millisecond in which a post was asked for.
with stashed as (
  select c.organization_id, c.project_id, c.container_id, c.caption as container_caption, c.pending_schedule ->> 'failureReason' as reason,
    split_part(w.id, '_', 2)::uuid as id, split_part(w."socialAccount", '_', 2)::uuid as account, w.mode, w."captionOverride" as override,
    w."firstCommentOverride" as comment, w."scheduledFor" as hour, (row_number() over (partition by c.organization_id, c.container_id))::integer - 1 as place
  from containers c,
    json_to_recordset(c.pending_schedule -> 'posts') as w (
      id text, "socialAccount" text, mode text, "captionOverride" text, "firstCommentOverride" text, "scheduledFor" timestamptz)
  where c.pending_schedule is not null),
posted as (
  insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, caption_override,
    first_comment, scheduled_for, due_at, attempts, created_at, failure_code, failure_message, place)
  select organization_id, id, project_id, container_id, account, mode, case when reason is null then 'held' else 'failed' end,
    case when reason is not null then coalesce(override, container_caption, '') end, override, comment, hour, null, 0,
    to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0), reason,
    case reason
      when 'SCHEDULE_PASSED' then 'The hour of the schedule had passed when the container was approved.'
      when 'SOCIAL_ACCOUNT_UNAVAILABLE' then 'An account of the schedule was not connected when the container was approved.'
    end,
    place
  from stashed
  returning organization_id, container_id)
update containers c
set held_posts = case when pending_schedule ->> 'failureReason' is null then json_array_length(pending_schedule -> 'posts') else 0 end,
  promotion_failure = pending_schedule ->> 'failureReason', pending_schedule = null
where pending_schedule is not null;

alter table scheduled_posts add constraint held_has_no_caption_yet check ((status = 'held') = (caption is null));
alter table containers drop constraint only_gated_has_a_stash;
alter table containers add constraint held_posts_are_rows check (pending_schedule is null);
alter table containers add constraint only_pending_holds_posts check (held_posts between 0 and 50 and (held_posts = 0 or approval_status = 'pending'));
alter table containers add constraint only_approved_fails_to_promote check (promotion_failure is null or approval_status = 'approved');

-- Few are held at a time, and fewer fail: nobody waits long for this index. Only statements that repeat its condition with its name use it, so that lists
-- of held or failed posts keep to theirs.
create index scheduled_posts_of_containers on scheduled_posts (organization_id, container_id, place)
  where status in ('held', 'failed') and mode <> 'scheduled_posts_of_containers';
