using MediatR;

namespace Layers.Application.Keys;

/// <summary>Whether any organization has a key, whatever its state. For the operator at the machine.</summary>
public sealed record HasKeys : IRequest<bool>;

public sealed class HasKeysHandler(IApiKeys keys) : IRequestHandler<HasKeys, bool>
{
    public Task<bool> Handle(HasKeys request, CancellationToken cancellationToken) => keys.HasKeys(cancellationToken);
}
