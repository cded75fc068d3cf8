using Layers.Application.Seams;
using MediatR;

namespace Layers.Application.Retention;

/// <summary>From now on the rows of this database decide which files are removed, and those of no other. Returns where the media
/// is. For the operator at the machine.</summary>
public sealed record AdoptMedia : IRequest<string>;

public sealed class AdoptMediaHandler(IMediaStore store, IMediaOwners owners) : IRequestHandler<AdoptMedia, string>
{
    public async Task<string> Handle(AdoptMedia request, CancellationToken cancellationToken)
    {
        await store.Adopt(await owners.GetDatabase(cancellationToken), cancellationToken);
        return store.Place;
    }
}
