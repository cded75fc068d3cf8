using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Layers.Api.Composition;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Conformance.Media;
using Layers.Domain.Content.Media;
using Layers.Testing;
using NodaTime;

namespace Layers.Conformance.Tests.Broken;

internal sealed class KeepsWhatIsCutOff(ServerClock clock) : MemoryStore(clock)
{
    public override async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        try
        {
            await bytes.CopyToAsync(copy, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // That is the promise it breaks.
        }

        Keep(name, copy);
    }
}

internal sealed class MovesOnlyOnce(ServerClock clock) : MemoryStore(clock)
{
    public override async Task<bool> Move(string from, string to, CancellationToken cancellationToken) =>
        await Open(from, cancellationToken) is not null && await base.Move(from, to, cancellationToken);
}

internal sealed class ListsWhatWasRemoved(ServerClock clock) : MemoryStore(clock)
{
    private readonly ConcurrentBag<string> removed = [];

    public override Task Remove(string name, CancellationToken cancellationToken)
    {
        removed.Add(name);
        return base.Remove(name, cancellationToken);
    }

    public override async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in base.List(prefix, cancellationToken))
            yield return file;
        foreach (var name in removed.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            yield return new ListedMedia(name, Instant.MinValue);
    }
}

/// <summary>A server whose media is in that store.</summary>
internal sealed class StoreFixture<TStore> : ApiFixture
    where TStore : class, IMediaStore
{
    protected override Task<ApiServer> StartServer() => ApiServer.Start(parts: new Parts(layers => layers.AddMediaStore<TStore>()));
}

internal sealed class MemoryStoreTests<TStore>(ApiFixture api) : MediaStoreConformance<TStore>(api)
    where TStore : class, IMediaStore;
