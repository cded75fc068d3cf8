using Layers.Application.Operation;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Operation;

internal sealed class GateReads(Db db) : IGateReads
{
    // Of what waits for a person, which may be a great deal, the oldest is found in the order of an index; it passes what is older in archived projects,
    // suspended organizations and test organizations. With min() over a join PostgreSQL reads everything. Events wait for their position a second at most, so these are few.
    private const string SelectOldest =
        """
        select
          (select c.created_at
           from containers c
           join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
           join organizations o on o.organization_id = c.organization_id
           where c.approval_status = 'pending' and c.status = 'completed' and p.archived_at is null and o.environment = 'live' and o.status = 'active'
           order by c.created_at
           limit 1) as pending,
          (select min(e.occurred_at)
           from events e
           join organizations o on o.organization_id = e.organization_id
           where e.position is null and o.environment = 'live') as event
        """;

    public async Task<OldestWork> FindOldest(CancellationToken cancellationToken)
    {
        var row = await db.One<Row>(SelectOldest, new { }, cancellationToken);
        return new OldestWork(row!.Pending, row.Event);
    }

    private sealed record Row
    {
        public Instant? Pending { get; init; }

        public Instant? Event { get; init; }
    }
}
