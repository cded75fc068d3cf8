-- Since when an endpoint has failed without a success. An older server neither sets nor clears it, so no constraint ties it to the count.
alter table webhook_endpoints add column failing_since timestamptz;
