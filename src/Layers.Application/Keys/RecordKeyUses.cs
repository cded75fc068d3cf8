using MediatR;

namespace Layers.Application.Keys;

/// <summary>Writes down when keys were last used on this node, in one statement. Returns how many. What could not be written is kept for the next time.</summary>
public sealed record RecordKeyUses : IRequest<int>;

public sealed class RecordKeyUsesHandler(KeyUses uses, IApiKeys keys) : IRequestHandler<RecordKeyUses, int>
{
    public async Task<int> Handle(RecordKeyUses request, CancellationToken cancellationToken)
    {
        var unwritten = uses.Unwritten();
        if (unwritten.Count > 0)
            await keys.SaveUses(unwritten, cancellationToken);
        uses.Forget(unwritten);
        return unwritten.Count;
    }
}
