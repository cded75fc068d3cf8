using Dapper;
using Layers.Application.Keys;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Keys;

/// <summary>
/// Looks up keys that this node has not met. Whatever arrives while a statement runs goes together into the next one, so that guesses take one connection
/// and never more, however many there are. Keys that were met before do not come here.
/// </summary>
internal sealed class CredentialLookups : ICredentialLookups
{
    private static readonly TimeSpan PauseBetweenSuspects = TimeSpan.FromMilliseconds(500);

    private readonly Connections connections;
    private readonly CredentialCache cache;
    private readonly UnknownKeys unknown;
    private readonly LookupLane strangers;
    private readonly LookupLane suspects;

    static CredentialLookups() => SqlTypes.Register();

    public CredentialLookups(Connections connections, CredentialCache cache, UnknownKeys unknown, TimeProvider time)
    {
        (this.connections, this.cache, this.unknown) = (connections, cache, unknown);
        strangers = new LookupLane(LookUp, TimeSpan.Zero, time);
        suspects = new LookupLane(LookUp, PauseBetweenSuspects, time);
    }

    public bool Knows(string keyId) => cache.Contains(keyId);

    public bool IsUnknown(string keyId) => unknown.Contains(keyId);

    public Task<CredentialLookup> LookUp(string keyId, bool isSuspect, CancellationToken cancellationToken) =>
        (isSuspect ? suspects : strangers).LookUp(keyId, cancellationToken);

    private const string SelectByKeyIds = $"{ApiKeyRepository.SelectKeys} where k.key_id = any(@keyIds)";

    private async Task<IReadOnlyDictionary<string, Credential>> LookUp(string[] keyIds)
    {
        var asked = cache.Ask();
        await using var pooled = await connections.Open(organization: null, CancellationToken.None);
        var rows = await pooled.Connection.QueryAsync<ApiKeyRow>(SelectByKeyIds, new { keyIds });
        var found = rows.Select(row => cache.Keep(row.KeyId, row.ToCredential(), asked)).ToDictionary(credential => credential.KeyId, StringComparer.Ordinal);
        foreach (var keyId in keyIds.Where(keyId => !found.ContainsKey(keyId)))
            unknown.Add(keyId, asked.Time);
        return found;
    }
}
