using Layers.Domain;
using NodaTime;

namespace Layers.Application.Audit;

/// <summary>A row of the audit log.</summary>
/// <param name="ActorType">As it is stored: a row that was tampered with can still be shown.</param>
/// <param name="Data">As it is stored, on one line.</param>
/// <param name="Seal">Null while the row is not sealed yet.</param>
public sealed record AuditRow(
    EventId EventId,
    string EventType,
    Instant OccurredAt,
    string RequestId,
    OrganizationId OrganizationId,
    ProjectId? ProjectId,
    ApiKeyId? ApiKeyId,
    string Actor,
    string ActorType,
    JsonText Data,
    Seal? Seal);

/// <summary>A row's place in its organization's chain.</summary>
/// <param name="Position">From 1, without gaps.</param>
/// <param name="Hash">SHA-256 of the hash before and of the row's text.</param>
public sealed record Seal(long Position, byte[] Hash)
{
    /// <summary>What stands before the first row: 32 zero bytes.</summary>
    public static readonly Seal BeforeTheFirst = new(0, new byte[32]);

    /// <summary>In lower-case hexadecimal.</summary>
    public string HashText => Convert.ToHexStringLower(Hash);
}
