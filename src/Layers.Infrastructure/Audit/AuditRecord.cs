using Layers.Application;
using Layers.Application.Audit;
using Layers.Domain;
using NodaTime;

namespace Layers.Infrastructure.Audit;

/// <summary>A row of <c>audit_log</c>, and its seal where it was selected too.</summary>
internal sealed record AuditRecord
{
    /// <summary>Of <c>audit_log a</c>.</summary>
    internal const string Columns =
        "a.event_id, a.event_type, a.occurred_at, a.request_id, a.organization_id, a.project_id, a.api_key_id, a.actor, a.actor_type, a.data";

    public Guid EventId { get; init; }

    public string EventType { get; init; } = "";

    public Instant OccurredAt { get; init; }

    public string RequestId { get; init; } = "";

    public Guid OrganizationId { get; init; }

    public Guid? ProjectId { get; init; }

    public Guid? ApiKeyId { get; init; }

    public string Actor { get; init; } = "";

    public string ActorType { get; init; } = "";

    /// <summary>Null when there is a seal without a row.</summary>
    public string? Data { get; init; }

    public long? Position { get; init; }

    public byte[]? Hash { get; init; }

    public long HeadPosition { get; init; }

    public byte[] HeadHash { get; init; } = [];

    public Guid SealedId { get; init; }

    public bool IsInPlace { get; init; }

    public Seal? ToSeal() => Position is { } position ? new Seal(position, Hash!) : null;

    public AuditRow ToView() =>
        new(
            new EventId(EventId),
            EventType,
            OccurredAt,
            RequestId,
            new OrganizationId(OrganizationId),
            ProjectId is { } project ? new ProjectId(project) : null,
            ApiKeyId is { } key ? new ApiKeyId(key) : null,
            Actor,
            ActorType,
            new JsonText(OnOneLine(Data!)),
            ToSeal());

    // Callers' own JSON is stored as they wrote it. In JSON a line break stands between tokens only, where a space means the same.
    private static string OnOneLine(string json) => json.Replace('\n', ' ').Replace('\r', ' ');
}
