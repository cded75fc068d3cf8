using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Webhooks;

/// <summary>Reads an endpoint. Needs <c>webhooks:write</c>.</summary>
public sealed record GetWebhookEndpoint(WebhookEndpointId Id) : IRequest<WebhookEndpointView>;

public sealed class GetWebhookEndpointHandler(ICaller caller, IWebhookEndpoints endpoints) : IRequestHandler<GetWebhookEndpoint, WebhookEndpointView>
{
    public async Task<WebhookEndpointView> Handle(GetWebhookEndpoint request, CancellationToken cancellationToken) =>
        WebhookEndpointView.From(await endpoints.Get(caller.Organization, request.Id, cancellationToken));
}
