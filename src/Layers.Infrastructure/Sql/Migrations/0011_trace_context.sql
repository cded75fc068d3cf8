-- The W3C trace context of whoever made the event, so that what is told of it later belongs to the same trace.
alter table events add column trace_parent text;
