using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>
/// Switches a key off for good, as <see cref="KillKey"/> does, and takes it out of lists. Deleting it again changes nothing. Needs
/// <c>keys:write</c>, or the operator at the machine.
/// </summary>
public sealed record DeleteKey(ApiKeyId Id) : ICommand<ApiKeyView>;

public sealed class DeleteKeyHandler(ICaller caller, IApiKeys keys, IAuditLog audit, IClock clock) : IRequestHandler<DeleteKey, ApiKeyView>
{
    public async Task<ApiKeyView> Handle(DeleteKey request, CancellationToken cancellationToken)
    {
        var key = await keys.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        if (key.Delete(now))
        {
            keys.Save(key);
            audit.Append(KeyAudit.Entry("api_key.deleted", key, now));
        }

        return ApiKeyView.From(key.State);
    }
}
