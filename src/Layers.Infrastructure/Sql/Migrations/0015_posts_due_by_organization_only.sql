-- What is due is looked for one organization at a time, in the index that begins with it; nothing asks for the time alone.
drop index scheduled_posts_due;
