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
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public long Now => time.GetTimestamp();

    public bool TryGet(string keyId, out Credential? credential)
    {
        var found = entries.TryGetValue(keyId, out var entry) && Serves(entry);
        credential = found ? entry!.Credential : null;
        return found;
    }

    // In the second half of an entry's life one request asks while all others still go by it: a flood of one key must not come down on the database
    // whenever its entry ends.
    private bool Serves(Entry entry)
    {
        var age = time.GetElapsedTime(entry.Asked);
        return age < Lifetime && (age < Fresh || !entry.ClaimRenewal());
    }

    /// <summary>Whoever comes next asks the database.</summary>
    public void Clear() => entries.Clear();

    /// <summary>Leaves it at an answer that was asked for later, should this one have been overtaken.</summary>
    /// <param name="asked">When the database was asked: the answer is no younger than that.</param>
    public Credential Keep(string keyId, Credential credential, long asked)
    {
        var answer = new Entry(credential, asked);
        entries.AddOrUpdate(keyId, static (_, answer) => answer, static (_, known, answer) => known.Asked > answer.Asked ? known : answer, answer);
        return credential;
    }

    /// <summary>There is no such key any more: nobody goes on by what was known of it before.</summary>
    public void Forget(string keyId, long asked)
    {
        if (entries.TryGetValue(keyId, out var known) && known.Asked <= asked)
            entries.TryRemove(KeyValuePair.Create(keyId, known));
    }

    private sealed class Entry(Credential credential, long asked)
    {
        private int renewals;

        public Credential Credential => credential;

        public long Asked => asked;

        /// <summary>True for one caller alone.</summary>
        public bool ClaimRenewal() => Interlocked.Exchange(ref renewals, 1) == 0;
    }
}
