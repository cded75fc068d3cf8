using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Gives an endpoint a new secret. The one before it signs beside it for 24 hours; one that was itself rotated out before signs no more. Needs
/// <c>webhooks:write</c>.
/// </summary>
public sealed record RotateWebhookSecret(WebhookEndpointId Id) : ICommand<WebhookEndpointView>;

public sealed class RotateWebhookSecretHandler(ICaller caller, IWebhookEndpoints endpoints, IAuditLog audit, ServerClock serverClock, IClock clock)
    : IRequestHandler<RotateWebhookSecret, WebhookEndpointView>
{
    public async Task<WebhookEndpointView> Handle(RotateWebhookSecret request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        endpoint.RotateSecret(serverClock.Now());
        endpoints.Save(endpoint);
        var data = new { webhookEndpointId = endpoint.Id, endpoint.SecretVersion, endpoint.PreviousSecretValidUntil };
        audit.Append(new AuditEntry("webhook_endpoint.secret_rotated", clock.Now(), endpoint.Project, data));
        return WebhookEndpointView.From(endpoint.State);
    }
}
