using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>The store that was added, as the server uses it: with bounded calls, counted bytes, and one exception for every failure.</summary>
internal sealed class GuardedMediaStore(IMediaStore store, MediaStoreGuard guard) : IMediaStore
{
    public string Place => store.Place;

    public async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        await using var declared = new DeclaredBytes(bytes, sizeBytes);
        await guard.RunOnce(
            declared.AtEnd,
            async token =>
            {
                try
                {
                    await store.Write(name, type, declared, sizeBytes, token);
                    return true;
                }
                catch (Exception) when (declared.Failure is not null)
                {
                    // It is their sender's failure, not the store's.
                    return false;
                }
            },
            cancellationToken);
        if (declared.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken) =>
        new(guard.Run(token => store.Open(name, token).AsTask(), cancellationToken));

    public Task<bool> Move(string from, string to, CancellationToken cancellationToken) => guard.Run(token => store.Move(from, to, token), cancellationToken);

    public Task Remove(string name, CancellationToken cancellationToken) => Run(token => store.Remove(name, token), cancellationToken);

    public async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var files = store.List(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await guard.RunUnbounded(_ => files.MoveNextAsync().AsTask(), cancellationToken))
            yield return files.Current;
    }

    public Task RemoveAll(string prefix, CancellationToken cancellationToken) => Run(token => store.RemoveAll(prefix, token), cancellationToken);

    public Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken) =>
        guard.RunUnbounded(token => store.RemoveLeftovers(before, token), cancellationToken);

    public Task<bool> Claim(string database, CancellationToken cancellationToken) => guard.Run(token => store.Claim(database, token), cancellationToken);

    public Task Adopt(string database, CancellationToken cancellationToken) => Run(token => store.Adopt(database, token), cancellationToken);

    public ValueTask<UploadTarget?> FindUploadTarget(AwaitedBytes awaited, CancellationToken cancellationToken) =>
        new(guard.Run(token => store.FindUploadTarget(awaited, token).AsTask(), cancellationToken));

    public ValueTask<SentBytes?> FindSent(string name, CancellationToken cancellationToken) =>
        new(guard.Run(token => store.FindSent(name, token).AsTask(), cancellationToken));

    public Task<bool> TryKeepSent(string sent, string version, string kept, MediaType type, CancellationToken cancellationToken) =>
        guard.Run(token => store.TryKeepSent(sent, version, kept, type, token), cancellationToken);

    public ValueTask<DownloadTarget?> FindDownloadTarget(string name, MediaType type, HttpMethod method, CancellationToken cancellationToken) =>
        new(guard.Run(token => store.FindDownloadTarget(name, type, method, token).AsTask(), cancellationToken));

    private Task<bool> Run(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        guard.Run(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken);
}
