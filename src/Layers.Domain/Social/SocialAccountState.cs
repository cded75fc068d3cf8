using NodaTime;

namespace Layers.Domain.Social;

/// <summary>All that is stored of a <see cref="SocialAccount"/>. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record SocialAccountState
{
    public required SocialAccountId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required Platform Platform { get; init; }

    public required string Handle { get; init; }

    /// <summary>A name: the server may have no publisher of it any more, or not yet.</summary>
    public required string Publisher { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>An archived project takes no more changes.</summary>
    public bool ProjectIsArchived { get; init; }

    public required SocialAccountStatus Status { get; init; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Set for good by <see cref="SocialAccount.Disconnect"/>.</summary>
    public Instant? DisconnectedAt { get; init; }
}
