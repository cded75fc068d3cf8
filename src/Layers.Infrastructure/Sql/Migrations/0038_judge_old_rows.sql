-- The constraints that bound only new rows so far. Others read and write meanwhile.
alter table scheduled_posts validate constraint scheduled_posts_status_check;
alter table scheduled_posts validate constraint held_has_no_caption_yet;
alter table scheduled_posts validate constraint last_error_has_its_message;
alter table containers validate constraint containers_promotion_failure_check;
alter table containers validate constraint held_posts_are_rows;
alter table containers validate constraint only_pending_holds_posts;
alter table containers validate constraint only_approved_fails_to_promote;
