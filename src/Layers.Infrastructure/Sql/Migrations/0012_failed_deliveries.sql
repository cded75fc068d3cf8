-- What failed is looked for among all that was delivered.
create index webhook_deliveries_failed on webhook_deliveries (organization_id, webhook_endpoint_id, created_at desc, event_id desc)
  where status = 'failed';
