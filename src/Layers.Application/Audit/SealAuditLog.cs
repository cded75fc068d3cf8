using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Audit;

/// <summary>
/// Adds committed rows of the audit log to their organization's chain. Returns how many. Any number of nodes may do so at once: within an
/// organization one after the other.
/// </summary>
public sealed record SealAuditLog : IRequest<int>;

public sealed class SealAuditLogHandler(IAuditChain chain, ITenantWork work) : IRequestHandler<SealAuditLog, int>
{
    public async Task<int> Handle(SealAuditLog request, CancellationToken cancellationToken)
    {
        var organizations = await chain.ListOrganizationsToSeal(cancellationToken);
        return await work.Run(
            [.. organizations.Select(organization => new TenantRequest(organization, Actor.AuditSeal, Duration.Zero, new SealOrganization()))],
            cancellationToken);
    }
}

/// <summary>Adds rows of the organization to its chain, batch by batch. Returns how many there were.</summary>
public sealed record SealOrganization : IRequest<int>;

public sealed class SealOrganizationHandler(ICaller caller, IAuditChain chain, IUnitOfWork work, ServerStopping stopping) : IRequestHandler<SealOrganization, int>
{
    public Task<int> Handle(SealOrganization request, CancellationToken cancellationToken) =>
        Backlog.WorkOff(() => work.Run(() => SealBatch(cancellationToken), cancellationToken), stopping);

    private async Task<int> SealBatch(CancellationToken cancellationToken)
    {
        var (head, rows) = await chain.ListUnsealedForUpdate(caller.Organization, Backlog.Batch, cancellationToken);
        if (head is not null)
            chain.Save(caller.Organization, Chain(head, rows));
        return rows.Count;
    }

    private static List<(EventId Id, Seal Seal)> Chain(Seal head, IReadOnlyList<UnsealedRow> rows)
    {
        var chained = new List<(EventId Id, Seal Seal)>(rows.Count);
        foreach (var (id, row) in rows)
        {
            head = AuditText.Seal(head, row);
            chained.Add((id, head));
        }

        return chained;
    }
}
