using System.Collections.Concurrent;
using Layers.Application.Keys;

namespace Layers.Infrastructure.Keys;

/// <summary>
/// Credentials of keys in use, so that a request does not cost a look-up. An entry lives well under the second within which a kill
/// must be felt everywhere. Unknown keys are not kept: guessing must not fill the memory.
/// </summary>
internal sealed class CredentialCache(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public long Now => time.GetTimestamp();

    public bool TryGet(string keyId, out Credential? credential)
    {
        var found = entries.TryGetValue(keyId, out var entry) && time.GetElapsedTime(entry.Asked) < Lifetime;
        credential = found ? entry!.Credential : null;
        return found;
    }

    /// <summary>Whoever comes next asks the database.</summary>
    public void Clear() => entries.Clear();

    /// <param name="asked">When the database was asked: the answer is no younger than that.</param>
    public Credential Keep(string keyId, Credential credential, long asked)
    {
        entries[keyId] = new Entry(credential, asked);
        return credential;
    }

    private sealed record Entry(Credential Credential, long Asked);
}
