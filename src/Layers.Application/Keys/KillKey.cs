using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>
/// Switches a key off for good: every node refuses it within a second after this returns. Killing it again changes nothing. A key may kill
/// itself. Needs <c>keys:write</c>, or the operator at the machine.
/// </summary>
public sealed record KillKey(ApiKeyId Id) : ICommand<ApiKeyView>;

public sealed class KillKeyHandler(ICaller caller, IApiKeys keys, IAuditLog audit, IClock clock) : IRequestHandler<KillKey, ApiKeyView>
{
    public async Task<ApiKeyView> Handle(KillKey request, CancellationToken cancellationToken)
    {
        var key = await keys.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        if (key.Kill(now))
        {
            keys.Save(key);
            audit.Append(KeyAudit.Entry("api_key.killed", key, now));
        }

        return ApiKeyView.From(key.State);
    }
}
