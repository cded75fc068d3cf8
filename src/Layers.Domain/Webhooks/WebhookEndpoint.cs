using NodaTime;

namespace Layers.Domain.Webhooks;

public enum WebhookEndpointStatus
{
    Active,

    /// <summary>It failed for too long: what comes meanwhile is kept, and goes out when someone makes it active again.</summary>
    Paused,

    /// <summary>It gets nothing, and nothing is kept for it.</summary>
    Disabled,
}

/// <summary>Why an endpoint is not active.</summary>
public enum WebhookStatusReason
{
    /// <summary>It failed <see cref="WebhookEndpoint.FailuresUntilPause"/> times in a row, over <see cref="WebhookEndpoint.FailingUntilPause"/> or longer.</summary>
    Failures,

    /// <summary>It responded with 410 Gone.</summary>
    Gone,

    ByRequest,
}

/// <summary>
/// Where events are sent to. Its signing secret is derived from its id and <see cref="SecretVersion"/>, and is
/// stored nowhere. Its times are the server's, for what leaves this server goes by the true clock.
/// </summary>
public sealed class WebhookEndpoint(WebhookEndpointState state)
{
    public const int LongestUrl = 2_048;

    public const int LongestDescription = 256;

    public const int MostOfAnOrganization = 50;

    public const int FailuresUntilPause = 20;

    /// <summary>With much due, <see cref="FailuresUntilPause"/> attempts fail within seconds, and a receiver may be away for longer than that.</summary>
    public static readonly Duration FailingUntilPause = Duration.FromHours(24);

    /// <summary>In the place of a list of types.</summary>
    public const string EveryType = "*";

    /// <summary>How long the previous secret signs beside the present one.</summary>
    public static readonly Duration SecretOverlap = Duration.FromHours(24);

    /// <summary>What it has become; saving stores it.</summary>
    public WebhookEndpointState State { get; private set; } = state;

    public WebhookEndpointId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public ProjectId? Project => State.Project;

    public string Url => State.Url;

    public IReadOnlyList<string> Events => State.Events;

    public string? Description => State.Description;

    public WebhookEndpointStatus Status => State.Status;

    public WebhookStatusReason? StatusReason => State.StatusReason;

    public int ConsecutiveFailures => State.ConsecutiveFailures;

    public Instant? FailingSince => State.FailingSince;

    public int SecretVersion => State.SecretVersion;

    public Instant? SecretRotatedAt => State.SecretRotatedAt;

    public Instant? PreviousSecretValidUntil => State.PreviousSecretValidUntil;

    public Instant CreatedAt => State.CreatedAt;

    public Instant UpdatedAt => State.UpdatedAt;

    /// <summary>
    /// Applies what was given. Returns whether anything changed. Another status begins with no failures counted.
    /// </summary>
    public bool Change(WebhookEndpointChange change, Instant now)
    {
        var isChanged = (change.Url ?? Url) != Url
            || !(change.Events ?? Events).ToHashSet().SetEquals(Events)
            || (change.SetsDescription && change.Description != Description)
            || (change.Status ?? Status) != Status;
        if (!isChanged)
            return false;

        State = State with
        {
            Url = change.Url ?? Url,
            Events = change.Events ?? Events,
            Description = change.SetsDescription ? change.Description : Description,
            UpdatedAt = now,
        };
        if (change.Status is { } status && status != Status)
            Switch(status);
        return true;
    }

    private void Switch(WebhookEndpointStatus status)
    {
        State = State with { Status = status, StatusReason = status == WebhookEndpointStatus.Active ? null : WebhookStatusReason.ByRequest };
        ForgetFailures();
    }

    /// <summary>A new secret signs from now on; the one before it does so too for <see cref="SecretOverlap"/>, and any earlier one no more.</summary>
    public void RotateSecret(Instant now) =>
        State = State with
        {
            SecretVersion = SecretVersion + 1,
            SecretRotatedAt = now,
            PreviousSecretValidUntil = now + SecretOverlap,
            UpdatedAt = now,
        };

    /// <summary>Throws <see cref="ErrorKind.Conflict"/>, which shows the status, unless it is active.</summary>
    public void DemandActive()
    {
        if (Status != WebhookEndpointStatus.Active)
            throw Refusal();
    }

    /// <summary>Throws <see cref="ErrorKind.Conflict"/>, which shows the status, when it is disabled.</summary>
    public void DemandEnabled()
    {
        if (Status == WebhookEndpointStatus.Disabled)
            throw Refusal();
    }

    /// <summary>An attempt succeeded. Returns whether that changes anything.</summary>
    public bool CountSuccess()
    {
        var changes = ConsecutiveFailures > 0;
        ForgetFailures();
        return changes;
    }

    /// <summary>An attempt failed. Returns whether this failure pauses the endpoint.</summary>
    public bool CountFailure(Instant now)
    {
        AddFailure(now);
        if (Status != WebhookEndpointStatus.Active || ConsecutiveFailures < FailuresUntilPause || now - FailingSince < FailingUntilPause)
            return false;
        State = State with { Status = WebhookEndpointStatus.Paused, StatusReason = WebhookStatusReason.Failures, UpdatedAt = now };
        return true;
    }

    /// <summary>The endpoint says that it is gone. Returns false when it was disabled before.</summary>
    public bool Retire(Instant now)
    {
        AddFailure(now);
        if (Status == WebhookEndpointStatus.Disabled)
            return false;
        State = State with { Status = WebhookEndpointStatus.Disabled, StatusReason = WebhookStatusReason.Gone, UpdatedAt = now };
        return true;
    }

    private void ForgetFailures() => State = State with { ConsecutiveFailures = 0, FailingSince = null };

    // An older server leaves the time as it was when it begins a new count.
    private void AddFailure(Instant now) =>
        State = State with
        {
            FailingSince = ConsecutiveFailures == 0 ? now : FailingSince ?? now,
            ConsecutiveFailures = ConsecutiveFailures + 1,
        };

    private DomainException Refusal() => DomainException.Conflict($"Webhook endpoint is {Status.ToWord()}.", "status", Status.ToWord());
}

/// <summary>What a caller asks to change; null leaves a setting, save the description, which says by itself whether it was given.</summary>
public sealed record WebhookEndpointChange(
    string? Url, IReadOnlyList<string>? Events, bool SetsDescription, string? Description, WebhookEndpointStatus? Status);
