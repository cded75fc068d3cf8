using Layers.Application.Events;
using Layers.Application.Ports;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>The events of webhook endpoints. The keys of <c>data</c> and their order are a promise to consumers: new ones come last.</summary>
public static class EndpointEvents
{
    /// <summary>Without the address, which other receivers learn from nowhere else and which often holds a token.</summary>
    public static OutboxEvent Paused(WebhookEndpoint endpoint, Instant now) =>
        new(EventTypes.EndpointPaused, now, endpoint.Project, new
        {
            id = endpoint.Id,
            projectId = endpoint.Project,
            description = endpoint.Description,
            status = endpoint.Status,
            statusReason = endpoint.StatusReason,
            consecutiveFailures = endpoint.ConsecutiveFailures,
            failingSince = endpoint.FailingSince,
        });
}
