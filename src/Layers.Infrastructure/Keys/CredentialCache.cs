using System.Collections.Concurrent;
using Layers.Application.Keys;

namespace Layers.Infrastructure.Keys;

/// <summary>
/// Credentials of keys in use, so that a request does not cost a look-up. An entry lives well under the second within which a kill
/// must be felt everywhere. Unknown keys are not kept here: guessing must not fill the memory.
/// </summary>
internal sealed class CredentialCache(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    private long generation;

    /// <summary>To be taken before the database is asked, and handed to <see cref="Keep"/> or <see cref="Forget"/> with what it returned.</summary>
    public Asked Ask() => new(time.GetTimestamp(), Volatile.Read(ref generation));

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
        if (entry.Asked.Generation != Volatile.Read(ref generation))
            return false;
        var age = time.GetElapsedTime(entry.Asked.Time);
        return age < Lifetime && (age < Fresh || !entry.ClaimRenewal());
    }

    /// <summary>Whether the key is one that was found before, however long ago.</summary>
    public bool Contains(string keyId) => entries.ContainsKey(keyId);

    /// <summary>
    /// The next request for any key asks the database. What was asked for before is not served, even if it is kept only now; that there are such keys is still known.
    /// </summary>
    public void Clear() => Interlocked.Increment(ref generation);

    /// <summary>Leaves an answer that was asked for later in its place.</summary>
    /// <param name="keyId">The public part of the key.</param>
    /// <param name="credential">What the database returned.</param>
    /// <param name="asked">When it was asked: the credential is at least that old.</param>
    public Credential Keep(string keyId, Credential credential, Asked asked)
    {
        var answer = new Entry(credential, asked);
        entries.AddOrUpdate(keyId, static (_, answer) => answer, static (_, known, answer) => known.Asked.IsAfter(answer.Asked) ? known : answer, answer);
        return credential;
    }

    /// <summary>The key is gone: what was known of it is no longer used.</summary>
    public void Forget(string keyId, Asked asked)
    {
        if (entries.TryGetValue(keyId, out var known) && !known.Asked.IsAfter(asked))
            entries.TryRemove(KeyValuePair.Create(keyId, known));
    }

    /// <param name="Time">By the time provider.</param>
    /// <param name="Generation">How often the cache had been cleared.</param>
    public sealed record Asked(long Time, long Generation)
    {
        public bool IsAfter(Asked other) => Generation > other.Generation || (Generation == other.Generation && Time > other.Time);
    }

    private sealed class Entry(Credential credential, Asked asked)
    {
        private int renewals;

        public Credential Credential => credential;

        public Asked Asked => asked;

        /// <summary>True for one caller alone.</summary>
        public bool ClaimRenewal() => Interlocked.Exchange(ref renewals, 1) == 0;
    }
}
