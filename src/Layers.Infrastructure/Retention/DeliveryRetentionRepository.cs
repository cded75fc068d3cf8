using Layers.Application.Retention;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Retention;

internal sealed class DeliveryRetentionRepository(Db db) : IDeliveryRetention
{
    // An order and a limit of its own, as in ReviewClockRepository: one look into the index for each, however many wait.
    private const string SelectOrganizationsWithOldDeliveries =
        """
        select o.organization_id, o.clock_offset_seconds
        from organizations o
        cross join lateral (
          select from webhook_deliveries d
          where d.organization_id = o.organization_id and d.due_at is null and coalesce(d.delivered_at, d.last_attempt_at, d.created_at) <= @endedBefore
          order by coalesce(d.delivered_at, d.last_attempt_at, d.created_at)
          limit 1) old
        where o.status = 'active'
        limit @atMost
        """;

    public async Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant endedBefore, int atMost, CancellationToken cancellationToken) =>
        OrganizationRow.ToWork(await db.Many<OrganizationRow>(SelectOrganizationsWithOldDeliveries, new { endedBefore, atMost }, cancellationToken));

    private const string DeleteOldDeliveries =
        """
        delete from webhook_deliveries d
        using (
          select webhook_endpoint_id, event_id from webhook_deliveries
          where organization_id = @organization and due_at is null and coalesce(delivered_at, last_attempt_at, created_at) <= @endedBefore
          order by coalesce(delivered_at, last_attempt_at, created_at)
          limit @atMost
          for update skip locked) old
        where d.organization_id = @organization and d.webhook_endpoint_id = old.webhook_endpoint_id and d.event_id = old.event_id
        """;

    public Task<int> Remove(OrganizationId organization, Instant endedBefore, int atMost, CancellationToken cancellationToken) =>
        db.Execute(DeleteOldDeliveries, new { organization = organization.Value, endedBefore, atMost }, cancellationToken);
}
