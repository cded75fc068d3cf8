using System.Text.Json.Serialization;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>
/// Gives a key a new text; every node refuses the old one within a second after this returns. Id, name, scopes and history stay. A key that is
/// switched off refuses. Needs <c>keys:write</c>, or the operator at the machine.
/// </summary>
public sealed record RotateKey(ApiKeyId Id) : ICommand<RotatedKeyView>;

/// <summary>A key that has a new text.</summary>
public sealed record RotatedKeyView(ApiKeyView Key)
{
    /// <summary>Its only readable copy. It is not kept beside an idempotency key, so a replay has none.</summary>
    [JsonIgnore]
    public KeyText? Text { get; init; }
}

public sealed class RotateKeyHandler(ICaller caller, IApiKeys keys, IAuditLog audit, IClock clock) : IRequestHandler<RotateKey, RotatedKeyView>
{
    public async Task<RotatedKeyView> Handle(RotateKey request, CancellationToken cancellationToken)
    {
        var key = await keys.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var before = key.KeyId;
        var text = KeyText.Make(key.State.Environment);
        key.Rotate(text, now);
        keys.SaveRotated(key, text.SecretHash);
        audit.Append(KeyAudit.Rotated(key, before, now));
        return new RotatedKeyView(ApiKeyView.From(key.State)) { Text = text };
    }
}
