using System.Text.Json.Serialization;
using Layers.Domain;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Social;

/// <param name="Settings">Null in an answer that an older version has kept for an idempotency key; it had the address of a relay instead.</param>
/// <param name="RelayUrl">What such an answer has; null in all others.</param>
public sealed record SocialAccountView(
    SocialAccountId SocialAccountId,
    ProjectId ProjectId,
    Platform Platform,
    string Handle,
    string Publisher,
    IReadOnlyDictionary<string, string>? Settings,
    SocialAccountStatus Status,
    Instant CreatedAt,
    Instant? DisconnectedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RelayUrl = null)
{
    public IReadOnlyDictionary<string, string> Settings { get; } =
        Settings ?? (RelayUrl is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["url"] = RelayUrl });

    public static SocialAccountView From(SocialAccountState account) =>
        new(
            account.Id,
            account.Project,
            account.Platform,
            account.Handle,
            account.Publisher,
            account.Settings,
            account.Status,
            account.CreatedAt,
            account.DisconnectedAt);
}
