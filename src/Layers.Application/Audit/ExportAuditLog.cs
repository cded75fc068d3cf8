using System.Runtime.CompilerServices;
using Layers.Application.Keys;
using Layers.Application.Ports;
using MediatR;

namespace Layers.Application.Audit;

/// <summary>
/// Reads all rows that match, newest first and page by page, each page with a statement of its own: between pages no connection is held. Seals are
/// those of the moment in which the reading began, so that the chain in it has no gaps. A limit bounds the rows in all. Needs <c>audit:read</c>, and
/// stops with an error when the key is killed or the server stops.
/// </summary>
public sealed record ExportAuditLog(AuditQuery Query) : IRequest<IAsyncEnumerable<IReadOnlyList<AuditRow>>>, IAuditQuery
{
    /// <summary>A row may hold a megabyte of what a caller sent.</summary>
    public const int PageSize = 200;

    public const int LargestLimit = 1_000_000_000;
}

public sealed class ExportAuditLogValidator() : AuditQueryValidator<ExportAuditLog>(ExportAuditLog.LargestLimit, ExportAuditLog.LargestLimit);

public sealed class ExportAuditLogHandler(ICaller caller, IAuditReads audit, IAuditChain chain, CallerAccess access, ServerStopping stopping)
    : IRequestHandler<ExportAuditLog, IAsyncEnumerable<IReadOnlyList<AuditRow>>>
{
    public Task<IAsyncEnumerable<IReadOnlyList<AuditRow>>> Handle(ExportAuditLog request, CancellationToken cancellationToken) =>
        Task.FromResult(Pages(request.Query.ToFilter(ExportAuditLog.LargestLimit), cancellationToken));

    private async IAsyncEnumerable<IReadOnlyList<AuditRow>> Pages(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = (await chain.GetState(caller.Organization, cancellationToken)).Head;
        var (left, after) = (filter.Limit, filter.After);
        do
        {
            stopping.DemandRunning();
            await access.DemandStillOpen(cancellationToken);
            var limit = Math.Min(left, ExportAuditLog.PageSize);
            var rows = await audit.List(caller.Organization, filter with { After = after, Limit = limit }, cancellationToken);
            var page = Page<AuditRow>.Of([.. rows.Select(row => AsOf(head, row))], limit, row => new Cursor(row.OccurredAt, row.EventId.Value));
            yield return page.Items;
            (left, after) = (left - page.Items.Count, page.Next);
        }
        while (after is not null && left > 0);
    }

    private static AuditRow AsOf(Seal head, AuditRow row) => row.Seal?.Position > head.Position ? row with { Seal = null } : row;
}
