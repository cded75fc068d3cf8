using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Delivers an event once more, under its own id, whatever became of it; one that waits for its next attempt is brought forward. A paused
/// endpoint gets it when it goes on; a disabled one refuses. Needs <c>webhooks:write</c>.
/// </summary>
public sealed record ReplayWebhookDelivery(WebhookEndpointId Endpoint, EventId Event) : ICommand<WebhookDeliveryView>;

public sealed class ReplayWebhookDeliveryHandler(
    ICaller caller, IWebhookEndpoints endpoints, IWebhookDeliveries deliveries, IAuditLog audit, ServerClock serverClock, IClock clock)
    : IRequestHandler<ReplayWebhookDelivery, WebhookDeliveryView>
{
    public async Task<WebhookDeliveryView> Handle(ReplayWebhookDelivery request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindForUpdate(caller.Organization, request.Endpoint, cancellationToken)
            ?? throw DomainException.NotFound(EventId.Noun);
        var delivery = await deliveries.GetForUpdate(caller.Organization, request.Endpoint, request.Event, cancellationToken);
        endpoint.DemandEnabled();
        delivery.Replay(serverClock.Now());
        deliveries.Save(delivery);
        var data = new { webhookEndpointId = endpoint.Id, eventId = delivery.Event, eventType = delivery.EventType };
        audit.Append(new AuditEntry("webhook_delivery.replayed", clock.Now(), endpoint.Project, data));
        return WebhookDeliveryView.From(delivery.State);
    }
}
