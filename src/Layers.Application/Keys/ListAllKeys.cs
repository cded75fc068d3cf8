using MediatR;

namespace Layers.Application.Keys;

/// <summary>All keys of all organizations, without their secrets, deleted ones too. For the operator at the machine.</summary>
public sealed record ListAllKeys : IRequest<IReadOnlyList<ListedKey>>;

public sealed class ListAllKeysHandler(IApiKeys keys) : IRequestHandler<ListAllKeys, IReadOnlyList<ListedKey>>
{
    public Task<IReadOnlyList<ListedKey>> Handle(ListAllKeys request, CancellationToken cancellationToken) => keys.ListAll(cancellationToken);
}
