using Layers.Domain;
using MediatR;

namespace Layers.Application.Keys;

/// <summary>The organization that a key belongs to, whatever the key's state; null when there is no such key. For the operator at the machine.</summary>
public sealed record FindKeyOwner(ApiKeyId Id) : IRequest<OrganizationId?>;

public sealed class FindKeyOwnerHandler(IApiKeys keys) : IRequestHandler<FindKeyOwner, OrganizationId?>
{
    public Task<OrganizationId?> Handle(FindKeyOwner request, CancellationToken cancellationToken) => keys.FindOwner(request.Id, cancellationToken);
}
