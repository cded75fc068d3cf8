using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Conformance.Tests.Broken;

/// <summary>Media in memory. It keeps its promises, but for what is overridden, and loses everything when it ends.</summary>
internal class MemoryStore(IClock clock) : IMediaStore
{
    private readonly ConcurrentDictionary<string, Stored> files = new(StringComparer.Ordinal);
    private string? owner;

    public virtual async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy, cancellationToken);
        Keep(name, copy);
    }

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken) =>
        new(files.TryGetValue(name, out var found) ? new MediaBytes(new MemoryStream(found.Bytes, writable: false), found.At) : null);

    public virtual Task<bool> Move(string from, string to, CancellationToken cancellationToken)
    {
        // Whoever comes too late must find it in its place.
        lock (files)
        {
            if (files.TryRemove(from, out var moved))
                files[to] = moved;
            return Task.FromResult(files.ContainsKey(to));
        }
    }

    public virtual Task Remove(string name, CancellationToken cancellationToken)
    {
        files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public virtual async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (name, stored) in files)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                yield return new ListedMedia(name, stored.At);
        }
    }

    public Task<bool> Claim(string database, CancellationToken cancellationToken) =>
        Task.FromResult((Interlocked.CompareExchange(ref owner, database, null) ?? database) == database);

    public Task Adopt(string database, CancellationToken cancellationToken)
    {
        owner = database;
        return Task.CompletedTask;
    }

    protected void Keep(string name, MemoryStream bytes) => files[name] = new Stored(bytes.ToArray(), clock.GetCurrentInstant());

    private sealed record Stored(byte[] Bytes, Instant At);
}
