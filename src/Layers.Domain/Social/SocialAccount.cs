using NodaTime;

namespace Layers.Domain.Social;

public enum Platform
{
    Tiktok,
    Instagram,
}

/// <summary>Who brings posts of an account to its platform.</summary>
public enum Publisher
{
    /// <summary>A deterministic stand-in: nothing leaves this server.</summary>
    Sandbox,

    /// <summary>A service of the partner's, which gets every post as a signed HTTP request.</summary>
    Relay,
}

public enum SocialAccountStatus
{
    Connected,

    /// <summary>
    /// The platform no longer takes the account's credentials. Posts that were scheduled before, held ones too, wait for its owner to sign in again;
    /// nothing new can be scheduled to it.
    /// </summary>
    ReauthRequired,

    Disconnected,
}

/// <summary>Where a project's content may be published.</summary>
public sealed class SocialAccount
{
    public const int LongestHandle = 255;

    public required SocialAccountId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required Platform Platform { get; init; }

    public required string Handle { get; init; }

    public required Publisher Publisher { get; init; }

    /// <summary>Where the relay listens; null unless the publisher is one.</summary>
    public string? RelayUrl { get; init; }

    /// <summary>An archived project takes no more changes.</summary>
    public bool ProjectIsArchived { get; init; }

    public required SocialAccountStatus Status { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Set for good by <see cref="Disconnect"/>.</summary>
    public Instant? DisconnectedAt { get; set; }

    /// <summary>Nothing can be published to it any more. Doing so again changes nothing and answers false.</summary>
    public bool Disconnect(Instant now)
    {
        DemandActiveProject();
        if (Status == SocialAccountStatus.Disconnected)
            return false;
        (Status, DisconnectedAt) = (SocialAccountStatus.Disconnected, now);
        return true;
    }

    /// <summary>The platform refused the account's credentials.</summary>
    public bool RequireReauth()
    {
        if (Status != SocialAccountStatus.Connected)
            return false;
        Status = SocialAccountStatus.ReauthRequired;
        return true;
    }

    /// <summary>Its owner has signed in again. A disconnected account stays disconnected.</summary>
    public bool Reconnect()
    {
        DemandActiveProject();
        if (Status == SocialAccountStatus.Disconnected)
            throw DomainException.Conflict("Social account is disconnected.", "status", Status.ToWord());
        var changes = Status != SocialAccountStatus.Connected;
        Status = SocialAccountStatus.Connected;
        return changes;
    }

    private void DemandActiveProject()
    {
        if (ProjectIsArchived)
            throw Projects.Project.Archived();
    }
}
