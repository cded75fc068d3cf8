using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Sends an event to this endpoint alone, to try it out. It is tried once. An endpoint that is not active refuses. Needs <c>webhooks:write</c>.
/// </summary>
public sealed record TestWebhookEndpoint(WebhookEndpointId Id) : ICommand<WebhookDeliveryView>;

public sealed class TestWebhookEndpointHandler(
    ICaller caller, IWebhookEndpoints endpoints, IWebhookDeliveries deliveries, IAuditLog audit, ServerClock serverClock, IClock clock)
    : IRequestHandler<TestWebhookEndpoint, WebhookDeliveryView>
{
    public async Task<WebhookDeliveryView> Handle(TestWebhookEndpoint request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        endpoint.DemandActive();
        var delivery = Make(endpoint, serverClock.Now());
        deliveries.Add(delivery);
        audit.Append(new AuditEntry(
            "webhook_endpoint.tested", clock.Now(), endpoint.Project, new { webhookEndpointId = endpoint.Id, eventId = delivery.Event }));
        return WebhookDeliveryView.From(delivery.State);
    }

    private static WebhookDelivery Make(WebhookEndpoint endpoint, Instant now) =>
        new(new WebhookDeliveryState
        {
            Endpoint = endpoint.Id,
            Organization = endpoint.Organization,
            Event = Id.New<EventId>(now),
            EventType = WebhookDelivery.TestType,
            OccurredAt = now,
            Status = DeliveryStatus.Pending,
            AttemptsLeft = 1,
            DueAt = now,
            CreatedAt = now,
        });
}
