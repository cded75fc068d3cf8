using System.Collections.Concurrent;
using Layers.Domain;
using NodaTime;

namespace Layers.Application.Keys;

/// <summary>When this node last let each key in: in memory, until <see cref="RecordKeyUses"/> writes it down, so that no request waits for it.</summary>
public sealed class KeyUses
{
    private readonly ConcurrentDictionary<ApiKeyId, Instant> unwritten = new();

    public void Note(ApiKeyId key, Instant at) =>
        unwritten.AddOrUpdate(key, static (_, at) => at, static (_, known, at) => Instant.Max(known, at), at);

    /// <summary>What is not written down yet.</summary>
    public IReadOnlyCollection<KeyValuePair<ApiKeyId, Instant>> Unwritten() => unwritten.ToArray();

    /// <summary>These are written down; a key that was used again meanwhile stays.</summary>
    public void Forget(IReadOnlyCollection<KeyValuePair<ApiKeyId, Instant>> written)
    {
        foreach (var use in written)
            unwritten.TryRemove(use);
    }
}
