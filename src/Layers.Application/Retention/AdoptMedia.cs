using Layers.Application.Content;
using MediatR;

namespace Layers.Application.Retention;

/// <summary>From now on the rows of this database decide which files are removed, and those of no other. For the operator at the machine.</summary>
public sealed record AdoptMedia : IRequest<Unit>;

public sealed class AdoptMediaHandler(IMediaStore store, IMediaOwners owners) : IRequestHandler<AdoptMedia, Unit>
{
    public async Task<Unit> Handle(AdoptMedia request, CancellationToken cancellationToken)
    {
        store.Adopt(await owners.GetDatabase(cancellationToken));
        return Unit.Value;
    }
}
