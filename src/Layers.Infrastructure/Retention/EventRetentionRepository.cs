using Layers.Application.Retention;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Retention;

internal sealed class EventRetentionRepository(Db db) : IEventRetention
{
    // The first event of each organization that has any, by the index of the positions, behind those that were removed: dead entries would be walked
    // again each time, until PostgreSQL has cleaned up.
    private const string SelectOrganizationsWithOldEvents =
        """
        select o.organization_id, o.clock_offset_seconds
        from organizations o
        join event_positions p on p.organization_id = o.organization_id
        cross join lateral (
          select e.occurred_at from events e
          where e.organization_id = o.organization_id and e.position > p.removed_up_to
          order by e.position
          limit 1) first
        where o.status = 'active' and first.occurred_at < @before + make_interval(secs => o.clock_offset_seconds)
        limit @atMost
        """;

    public async Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant before, int atMost, CancellationToken cancellationToken) =>
        OrganizationRow.ToWork(await db.Many<OrganizationRow>(SelectOrganizationsWithOldEvents, new { before, atMost }, cancellationToken));

    // One node at a time removes an organization's events, so that what is gone is always all that stands in front of one position.
    private const string LockRemoved = "select removed_up_to from event_positions where organization_id = @organization for update skip locked";

    private const string SelectEnd =
        """
        select coalesce(max(position), 0)
        from (
          select position, bool_and(occurred_at < @before) over (order by position) as is_old
          from (
            select position, occurred_at from events
            where organization_id = @organization and position > @after
            order by position
            limit @atMost) first) placed
        where is_old
        """;

    public async Task<RemovedRange> Remove(OrganizationId organization, Instant before, int atMost, CancellationToken cancellationToken)
    {
        if (await db.One<long?>(LockRemoved, new { organization = organization.Value }, cancellationToken) is not { } removed)
            return RemovedRange.None;
        var upTo = await db.One<long>(SelectEnd, new { organization = organization.Value, after = removed, before, atMost }, cancellationToken);
        if (upTo <= removed)
            return RemovedRange.None;

        var range = new { organization = organization.Value, after = removed, upTo };
        db.Write(HandDataToDeliveries, range);
        db.Write(DeleteEvents, range);
        db.Write(KeepRemoved, new { organization = organization.Value, upTo });
        return new RemovedRange(removed, upTo);
    }

    // A delivery that waits, or that somebody may replay, keeps what it sends, and takes it along when it is removed itself.
    private const string HandDataToDeliveries =
        """
        update webhook_deliveries d set position = e.position, data = e.data, trace_parent = e.trace_parent
        from events e
        where e.organization_id = @organization and e.position > @after and e.position <= @upTo
          and d.organization_id = @organization and d.event_id = e.event_id
          and d.webhook_endpoint_id = any(array(select webhook_endpoint_id from webhook_endpoints where organization_id = @organization))
        """;

    private const string DeleteEvents = "delete from events where organization_id = @organization and position > @after and position <= @upTo";

    private const string KeepRemoved = "update event_positions set removed_up_to = @upTo where organization_id = @organization";
}
