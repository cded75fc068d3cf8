using AutoMapper;
using Layers.Application.Seams;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Api.Webhooks;

/// <param name="ProjectId">Only events of that project; null for all.</param>
/// <param name="Status"><c>active</c>, <c>paused</c> after 20 failures in a row over 24 hours or more, or <c>disabled</c>.</param>
/// <param name="StatusReason"><c>failures</c>, <c>gone</c> or <c>by_request</c>; null while it is active.</param>
/// <param name="ConsecutiveFailures">Attempts that failed since one succeeded.</param>
/// <param name="FailingSince">When the first of them failed; null when there are none.</param>
public sealed record WebhookEndpointResponse(
    WebhookEndpointId Id,
    string Url,
    [property: SameAs<CreateWebhookEndpoint>(nameof(CreateWebhookEndpoint.Events))] IReadOnlyList<string> Events,
    string? Description,
    ProjectId? ProjectId,
    WebhookEndpointStatus Status,
    WebhookStatusReason? StatusReason,
    int ConsecutiveFailures,
    Instant? FailingSince,
    Instant CreatedAt,
    Instant UpdatedAt,
    Instant? SecretRotatedAt,
    Instant? PreviousSecretValidUntil);

/// <param name="SigningSecret">Shown now and never again.</param>
public sealed record WebhookSecretResponse(WebhookEndpointResponse Endpoint, string SigningSecret);

public sealed class WebhookMaps : Profile
{
    public WebhookMaps()
    {
        CreateMap<WebhookEndpointView, WebhookEndpointResponse>();
    }
}
