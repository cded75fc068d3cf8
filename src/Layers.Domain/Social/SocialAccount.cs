using NodaTime;

namespace Layers.Domain.Social;

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
public sealed class SocialAccount(SocialAccountState state)
{
    public const int LongestHandle = 255;

    /// <summary>What it has become; saving stores it.</summary>
    public SocialAccountState State { get; private set; } = state;

    public SocialAccountId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public ProjectId Project => State.Project;

    public Platform Platform => State.Platform;

    public string Handle => State.Handle;

    /// <summary>The name of who brings its posts to its platform.</summary>
    public string Publisher => State.Publisher;

    /// <summary>What its publisher wants to know of it, by name. It was found valid when the account was connected.</summary>
    public IReadOnlyDictionary<string, string> Settings => State.Settings;

    public bool ProjectIsArchived => State.ProjectIsArchived;

    public SocialAccountStatus Status => State.Status;

    public Instant CreatedAt => State.CreatedAt;

    public Instant? DisconnectedAt => State.DisconnectedAt;

    /// <summary>Nothing can be published to it any more. Disconnecting again changes nothing and returns false.</summary>
    public bool Disconnect(Instant now)
    {
        DemandActiveProject();
        if (Status == SocialAccountStatus.Disconnected)
            return false;
        State = State with { Status = SocialAccountStatus.Disconnected, DisconnectedAt = now };
        return true;
    }

    /// <summary>The platform refused the account's credentials.</summary>
    public bool RequireReauth()
    {
        if (Status != SocialAccountStatus.Connected)
            return false;
        State = State with { Status = SocialAccountStatus.ReauthRequired };
        return true;
    }

    /// <summary>Its owner has signed in again. A disconnected account stays disconnected.</summary>
    public bool Reconnect()
    {
        DemandActiveProject();
        if (Status == SocialAccountStatus.Disconnected)
            throw DomainException.Conflict("Social account is disconnected.", "status", Status.ToWord());
        var changes = Status != SocialAccountStatus.Connected;
        State = State with { Status = SocialAccountStatus.Connected };
        return changes;
    }

    private void DemandActiveProject()
    {
        if (ProjectIsArchived)
            throw Projects.Project.Archived();
    }
}
