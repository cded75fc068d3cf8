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

    /// <summary>It answered 410 Gone.</summary>
    Gone,

    ByRequest,
}

/// <summary>
/// Where a partner's service wants to be told of events. Its signing secret is derived from its id and <see cref="SecretVersion"/>, and is
/// stored nowhere. Its times are the server's, for what leaves this server goes by the true clock.
/// </summary>
public sealed class WebhookEndpoint
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

    public required WebhookEndpointId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    /// <summary>Only events of that project; null for all.</summary>
    public ProjectId? Project { get; init; }

    public required string Url { get; set; }

    /// <summary>The types that it is told of, or <see cref="EveryType"/> alone.</summary>
    public required IReadOnlyList<string> Events { get; set; }

    public string? Description { get; set; }

    public required WebhookEndpointStatus Status { get; set; }

    /// <summary>Null while it is active.</summary>
    public WebhookStatusReason? StatusReason { get; set; }

    /// <summary>How many attempts have failed since one succeeded.</summary>
    public int ConsecutiveFailures { get; set; }

    /// <summary>When the first of them failed; null when there are none, or when an older server counted them.</summary>
    public Instant? FailingSince { get; set; }

    /// <summary>From 1; a rotation raises it.</summary>
    public required int SecretVersion { get; set; }

    public Instant? SecretRotatedAt { get; set; }

    public Instant? PreviousSecretValidUntil { get; set; }

    public required Instant CreatedAt { get; init; }

    public required Instant UpdatedAt { get; set; }

    /// <summary>
    /// Applies what was given and answers whether anything took another value. Another status begins with no failures counted.
    /// </summary>
    public bool Change(WebhookEndpointChange change, Instant now)
    {
        var isChanged = (change.Url ?? Url) != Url
            || !(change.Events ?? Events).ToHashSet().SetEquals(Events)
            || (change.SetsDescription && change.Description != Description)
            || (change.Status ?? Status) != Status;
        if (!isChanged)
            return false;

        (Url, Events, UpdatedAt) = (change.Url ?? Url, change.Events ?? Events, now);
        if (change.SetsDescription)
            Description = change.Description;
        if (change.Status is { } status && status != Status)
        {
            (Status, StatusReason) = (status, status == WebhookEndpointStatus.Active ? null : WebhookStatusReason.ByRequest);
            ForgetFailures();
        }

        return true;
    }

    /// <summary>A new secret signs from now on; the one before it does so too for <see cref="SecretOverlap"/>, and any earlier one no more.</summary>
    public void RotateSecret(Instant now)
    {
        SecretVersion++;
        (SecretRotatedAt, PreviousSecretValidUntil, UpdatedAt) = (now, now + SecretOverlap, now);
    }

    /// <summary>The versions of the secret that sign at that moment, newest first.</summary>
    public IReadOnlyList<int> SigningVersions(Instant now) =>
        PreviousSecretValidUntil > now ? [SecretVersion, SecretVersion - 1] : [SecretVersion];

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

    /// <summary>An attempt came through. Answers whether that changes anything.</summary>
    public bool CountSuccess()
    {
        var changes = ConsecutiveFailures > 0;
        ForgetFailures();
        return changes;
    }

    /// <summary>An attempt failed. Answers whether this was the one that pauses it.</summary>
    public bool CountFailure(Instant now)
    {
        AddFailure(now);
        if (Status != WebhookEndpointStatus.Active || ConsecutiveFailures < FailuresUntilPause || now - FailingSince < FailingUntilPause)
            return false;
        (Status, StatusReason, UpdatedAt) = (WebhookEndpointStatus.Paused, WebhookStatusReason.Failures, now);
        return true;
    }

    /// <summary>It says that it is no longer there. Answers false when it had been disabled before.</summary>
    public bool Retire(Instant now)
    {
        AddFailure(now);
        if (Status == WebhookEndpointStatus.Disabled)
            return false;
        (Status, StatusReason, UpdatedAt) = (WebhookEndpointStatus.Disabled, WebhookStatusReason.Gone, now);
        return true;
    }

    private void ForgetFailures() => (ConsecutiveFailures, FailingSince) = (0, null);

    // An older server leaves the time as it was when it begins a new count.
    private void AddFailure(Instant now)
    {
        FailingSince = ConsecutiveFailures == 0 ? now : FailingSince ?? now;
        ConsecutiveFailures++;
    }

    private DomainException Refusal() => DomainException.Conflict($"Webhook endpoint is {Status.ToWord()}.", "status", Status.ToWord());
}

/// <summary>What a caller asks to change; null leaves a setting, save the description, which says by itself whether it was given.</summary>
public sealed record WebhookEndpointChange(
    string? Url, IReadOnlyList<string>? Events, bool SetsDescription, string? Description, WebhookEndpointStatus? Status);
