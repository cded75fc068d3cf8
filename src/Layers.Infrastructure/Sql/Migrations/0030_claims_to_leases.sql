-- What an older server has claimed counts as in flight until its claim ends.
update scheduled_posts set leased_until = due_at where status = 'publishing' and leased_until is null;
