using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Keys;

/// <summary>Reads one key of the organization, without its secret, a deleted one too: the audit log may name it. Needs <c>keys:write</c>.</summary>
public sealed record GetKey(ApiKeyId Id) : IRequest<ApiKeyView>;

public sealed class GetKeyHandler(ICaller caller, IApiKeys keys) : IRequestHandler<GetKey, ApiKeyView>
{
    public async Task<ApiKeyView> Handle(GetKey request, CancellationToken cancellationToken) =>
        ApiKeyView.From(await keys.Get(caller.Organization, request.Id, cancellationToken));
}
