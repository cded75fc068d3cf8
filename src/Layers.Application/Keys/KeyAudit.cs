using Layers.Application.Ports;
using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>What the audit log says of keys: their public parts.</summary>
internal static class KeyAudit
{
    public static AuditEntry Entry(string type, ApiKey key, Instant now) =>
        new(type, now, Project: null, new { apiKeyId = key.Id.ToString(), key.KeyId, key.State.Name });

    public static AuditEntry Created(ApiKey key, Instant now) =>
        new("api_key.created", now, Project: null, new { apiKeyId = key.Id.ToString(), key.KeyId, key.State.Name, key.State.Scopes });

    /// <param name="before">The public part of the old text.</param>
    public static AuditEntry Rotated(ApiKey key, string before, Instant now) =>
        new("api_key.rotated", now, Project: null, new
        {
            apiKeyId = key.Id.ToString(),
            key.State.Name,
            before = new { keyId = before },
            after = new { key.KeyId },
        });
}
