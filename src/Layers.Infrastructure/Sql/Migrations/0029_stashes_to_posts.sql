-- What waited on containers becomes posts. Servers decide meanwhile, so containers are locked first, in the order of their ids. The id of a post, a UUID of
-- version 7, begins with the millisecond in which it was asked for.
with waiting as (
  select organization_id, project_id, container_id, caption, pending_schedule
  from containers
  where pending_schedule is not null
  order by organization_id, container_id
  for update),
stashed as (
  select c.organization_id, c.project_id, c.container_id, c.caption as container_caption, c.pending_schedule ->> 'failureReason' as reason,
    split_part(w.id, '_', 2)::uuid as id, split_part(w."socialAccount", '_', 2)::uuid as account, w.mode, w."captionOverride" as override,
    w."firstCommentOverride" as comment, w."scheduledFor" as hour, (row_number() over (partition by c.organization_id, c.container_id))::integer - 1 as place
  from waiting c,
    json_to_recordset(c.pending_schedule -> 'posts') as w (
      id text, "socialAccount" text, mode text, "captionOverride" text, "firstCommentOverride" text, "scheduledFor" timestamptz)),
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
  from stashed)
update containers c
set held_posts = case when w.pending_schedule ->> 'failureReason' is null then json_array_length(w.pending_schedule -> 'posts') else 0 end,
  promotion_failure = w.pending_schedule ->> 'failureReason', pending_schedule = null
from waiting w
where c.organization_id = w.organization_id and c.container_id = w.container_id;
