using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Infrastructure.Webhooks;

internal sealed record WebhookEndpointRow
{
    public const string Columns =
        """
        webhook_endpoint_id, project_id, url, events, description, status, status_reason, consecutive_failures, failing_since, secret_version,
        secret_rotated_at, previous_secret_until, created_at, updated_at
        """;

    public Guid WebhookEndpointId { get; init; }

    public Guid? ProjectId { get; init; }

    public string Url { get; init; } = "";

    public string[] Events { get; init; } = [];

    public string? Description { get; init; }

    public string Status { get; init; } = "";

    public string? StatusReason { get; init; }

    public int ConsecutiveFailures { get; init; }

    public Instant? FailingSince { get; init; }

    public int SecretVersion { get; init; }

    public Instant? SecretRotatedAt { get; init; }

    public Instant? PreviousSecretUntil { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant UpdatedAt { get; init; }

    public WebhookEndpoint ToDomain(OrganizationId organization) => new(ToState(organization));

    public WebhookEndpointState ToState(OrganizationId organization) =>
        new()
        {
            Id = new WebhookEndpointId(WebhookEndpointId),
            Organization = organization,
            Project = ProjectId is { } project ? new ProjectId(project) : null,
            Url = Url,
            Events = Events,
            Description = Description,
            Status = Words.Parse<WebhookEndpointStatus>(Status),
            StatusReason = StatusReason is null ? null : Words.Parse<WebhookStatusReason>(StatusReason),
            ConsecutiveFailures = ConsecutiveFailures,
            FailingSince = FailingSince,
            SecretVersion = SecretVersion,
            SecretRotatedAt = SecretRotatedAt,
            PreviousSecretValidUntil = PreviousSecretUntil,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };
}
