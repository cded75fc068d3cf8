using NodaTime;

namespace Layers.Domain.Webhooks;

/// <summary>All that is stored of a <see cref="WebhookEndpoint"/>. Repositories load it and save it; only the aggregate changes it.</summary>
public sealed record WebhookEndpointState
{
    public required WebhookEndpointId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    /// <summary>Only events of that project; null for all.</summary>
    public ProjectId? Project { get; init; }

    public required string Url { get; init; }

    /// <summary>The types that it gets, or <see cref="WebhookEndpoint.EveryType"/> alone.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public string? Description { get; init; }

    public required WebhookEndpointStatus Status { get; init; }

    /// <summary>Null while it is active.</summary>
    public WebhookStatusReason? StatusReason { get; init; }

    /// <summary>How many attempts have failed since one succeeded.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>When the first of them failed; null when there are none, or when an older server counted them.</summary>
    public Instant? FailingSince { get; init; }

    /// <summary>From 1; a rotation raises it.</summary>
    public required int SecretVersion { get; init; }

    public Instant? SecretRotatedAt { get; init; }

    public Instant? PreviousSecretValidUntil { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant UpdatedAt { get; init; }

    /// <summary>The versions of the secret that sign at that moment, newest first.</summary>
    public IReadOnlyList<int> SigningVersions(Instant now) =>
        PreviousSecretValidUntil > now ? [SecretVersion, SecretVersion - 1] : [SecretVersion];
}
