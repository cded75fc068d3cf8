using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <param name="ProjectId">Null when the endpoint gets the events of all projects.</param>
[Event("webhook_endpoint.paused", "A webhook endpoint has failed for a day and gets nothing until it is made active again.")]
public sealed record WebhookEndpointPaused(
    WebhookEndpointId Id,
    ProjectId? ProjectId,
    string? Description,
    WebhookEndpointStatus Status,
    WebhookStatusReason StatusReason,
    int ConsecutiveFailures,
    Instant FailingSince);

/// <summary>Sent to one webhook endpoint, when a caller tests it. It is not in the event feed.</summary>
[Event(WebhookDelivery.TestType, "A caller tests this webhook endpoint.")]
public sealed record WebhookTest(WebhookEndpointId WebhookEndpointId);

/// <summary>The events of webhook endpoints.</summary>
public static class EndpointEvents
{
    /// <summary>Without the address, which other receivers learn from nowhere else and which often holds a token.</summary>
    public static OutboxEvent Paused(WebhookEndpoint endpoint, Instant now) =>
        new(now, endpoint.Project, new WebhookEndpointPaused(
            endpoint.Id, endpoint.Project, endpoint.Description, endpoint.Status, endpoint.StatusReason!.Value, endpoint.ConsecutiveFailures,
            endpoint.FailingSince!.Value));
}
