using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>
/// Switches a key off for good: every node refuses it within a second after this returns. Killing it again changes nothing.
/// For the operator at the machine.
/// </summary>
public sealed record KillKey(ApiKeyId Id) : ICommand<ApiKeyId>;

public sealed class KillKeyHandler(CurrentCaller caller, IApiKeys keys, IAuditLog audit, IClock clock) : IRequestHandler<KillKey, ApiKeyId>
{
    public async Task<ApiKeyId> Handle(KillKey request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var key = await keys.Kill(request.Id, now, cancellationToken) ?? throw DomainException.NotFound("API key");
        if (key.Status == Domain.Keys.ApiKeyStatus.Active)
        {
            caller.Is(key.OrganizationId, Actor.Operator);
            audit.Append(new AuditEntry("api_key.killed", now, Project: null, new { apiKeyId = key.Id.ToString(), key.KeyId, key.Name }));
        }

        return key.Id;
    }
}
