using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <param name="SecretVersion">Which secret signs; the secret itself is in no view, for views are kept beside idempotency keys.</param>
public sealed record WebhookEndpointView(
    WebhookEndpointId Id,
    ProjectId? ProjectId,
    string Url,
    IReadOnlyList<string> Events,
    string? Description,
    WebhookEndpointStatus Status,
    WebhookStatusReason? StatusReason,
    int ConsecutiveFailures,
    Instant? FailingSince,
    int SecretVersion,
    Instant? SecretRotatedAt,
    Instant? PreviousSecretValidUntil,
    Instant CreatedAt,
    Instant UpdatedAt)
{
    public static WebhookEndpointView From(WebhookEndpointState endpoint) =>
        new(
            endpoint.Id,
            endpoint.Project,
            endpoint.Url,
            endpoint.Events,
            endpoint.Description,
            endpoint.Status,
            endpoint.StatusReason,
            endpoint.ConsecutiveFailures,
            endpoint.FailingSince,
            endpoint.SecretVersion,
            endpoint.SecretRotatedAt,
            endpoint.PreviousSecretValidUntil,
            endpoint.CreatedAt,
            endpoint.UpdatedAt);
}
