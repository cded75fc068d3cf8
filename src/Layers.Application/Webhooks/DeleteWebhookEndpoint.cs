using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>Removes an endpoint with its deliveries; the audit log keeps what it was. Needs <c>webhooks:write</c>.</summary>
public sealed record DeleteWebhookEndpoint(WebhookEndpointId Id) : ICommand<WebhookEndpointView>;

public sealed class DeleteWebhookEndpointHandler(ICaller caller, IWebhookEndpoints endpoints, IAuditLog audit, IClock clock)
    : IRequestHandler<DeleteWebhookEndpoint, WebhookEndpointView>
{
    public async Task<WebhookEndpointView> Handle(DeleteWebhookEndpoint request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        endpoints.Remove(endpoint);
        var before = WebhookEndpointView.From(endpoint.State);
        audit.Append(new AuditEntry("webhook_endpoint.deleted", clock.Now(), endpoint.Project, new { before }));
        return before;
    }
}
