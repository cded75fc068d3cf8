using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Webhooks;

/// <summary>Finds the endpoints, of all organizations, that have something due. Any number of nodes may ask at once.</summary>
public sealed record FindDueWebhooks(int AtMost) : IRequest<IReadOnlyList<DueEndpoint>>;

public sealed class FindDueWebhooksHandler(IWebhookEndpoints endpoints, ServerClock clock) : IRequestHandler<FindDueWebhooks, IReadOnlyList<DueEndpoint>>
{
    public Task<IReadOnlyList<DueEndpoint>> Handle(FindDueWebhooks request, CancellationToken cancellationToken) =>
        endpoints.ListDue(clock.Now(), request.AtMost, cancellationToken);
}
