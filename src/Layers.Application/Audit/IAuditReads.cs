using Layers.Domain;
using NodaTime;

namespace Layers.Application.Audit;

/// <summary>The audit log, to look through.</summary>
public interface IAuditReads
{
    /// <summary>Newest first, one row more than the filter's limit if there is one.</summary>
    Task<IReadOnlyList<AuditRow>> List(OrganizationId organization, AuditFilter filter, CancellationToken cancellationToken);
}

/// <summary>An empty list and null filter nothing. Both ends of the time range are included.</summary>
public sealed record AuditFilter(
    IReadOnlyList<string> Types,
    ProjectId? Project,
    ApiKeyId? ApiKey,
    Instant? Since,
    Instant? Until,
    Cursor? After,
    int Limit);
