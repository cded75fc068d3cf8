using MediatR;

namespace Layers.Application.Keys;

/// <summary>All keys of all organizations, without their secrets. For the operator at the machine.</summary>
public sealed record ListKeys : IRequest<IReadOnlyList<ApiKeyView>>;

public sealed class ListKeysHandler(IApiKeys keys) : IRequestHandler<ListKeys, IReadOnlyList<ApiKeyView>>
{
    public Task<IReadOnlyList<ApiKeyView>> Handle(ListKeys request, CancellationToken cancellationToken) => keys.List(cancellationToken);
}
