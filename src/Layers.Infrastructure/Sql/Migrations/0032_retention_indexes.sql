-- concurrently

-- Uploads that were never finalized, the oldest first.
create index concurrently if not exists containers_awaiting_files on containers (organization_id, created_at, container_id)
  where creative_type = 'uploaded' and status in ('queued', 'processing');

-- Rejected containers that still have their files, the earliest rejected first.
create index concurrently if not exists containers_rejected_with_media on containers (organization_id, decided_at, container_id)
  where approval_status = 'rejected' and media_removed_at is null;

-- Files carry no organization in their names, so whom they belong to is looked up by the id alone.
create index concurrently if not exists containers_by_id on containers (container_id);

-- Deliveries that have come to their end, the earliest ended first.
create index concurrently if not exists webhook_deliveries_ended on webhook_deliveries
  (organization_id, (coalesce(delivered_at, last_attempt_at, created_at)))
  where due_at is null;
