using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>The store that was added, as the server uses it: with bounded calls, counted bytes, and one exception for every failure.</summary>
internal sealed class GuardedMediaStore(IMediaStore store, MediaStoreGuard guard) : IMediaStore
{
    public string Place => store.Place;

    /// <summary>
    /// After the call the name has exactly the declared bytes. Otherwise it throws: what is wrong with the bytes, or that the store failed. A store that
    /// has taken other bytes for a success does not keep them.
    /// </summary>
    public async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        using var patience = guard.NewPatience();
        await using var declared = new DeclaredBytes(bytes, sizeBytes, patience);
        try
        {
            await MediaStoreGuard.Run(patience, token => Done(store.Write(name, type, declared, sizeBytes, token)), cancellationToken);
        }
        catch (DomainException) when (declared.Failure is { } failure)
        {
            // It is their sender's failure, not the store's.
            ExceptionDispatchInfo.Throw(failure);
        }

        try
        {
            await declared.DemandEnd(cancellationToken);
        }
        catch (Exception)
        {
            await this.RemoveUnnamed([name]);
            throw;
        }
    }

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken) =>
        new(guard.Run(token => store.Open(name, token).AsTask(), cancellationToken, discard: Close));

    public Task<bool> Move(string from, string to, CancellationToken cancellationToken) => guard.Run(token => store.Move(from, to, token), cancellationToken);

    public Task Remove(string name, CancellationToken cancellationToken) => Run(token => store.Remove(name, token), cancellationToken);

    /// <summary>Each file has to be found in time; the whole list may take any time.</summary>
    public async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = store.List(prefix, ending.Token).GetAsyncEnumerator(ending.Token);
        var isAtWork = false;
        try
        {
            do
            {
                isAtWork = true;
                var hasFound = await guard.Run(_ => files.MoveNextAsync().AsTask(), cancellationToken, discard: _ => files.DisposeAsync());
                isAtWork = false;
                if (!hasFound)
                    yield break;
                yield return files.Current;
            }
            while (true);
        }
        finally
        {
            await ending.CancelAsync();
            if (!isAtWork)
                await files.DisposeAsync();
        }
    }

    public Task RemoveAll(string prefix, CancellationToken cancellationToken) => Run(token => store.RemoveAll(prefix, token), cancellationToken);

    public Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken) =>
        guard.RunLong(token => store.RemoveLeftovers(before, token), cancellationToken);

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
        guard.Run(token => Done(call(token)), cancellationToken);

    private static async ValueTask Close(Task<MediaBytes?> opening)
    {
        if (opening.IsCompletedSuccessfully && await opening is { } file)
            await file.Bytes.DisposeAsync();
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
