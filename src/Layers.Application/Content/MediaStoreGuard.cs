using Layers.Domain;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Layers.Application.Content;

/// <param name="Patience">How long one call to the media store may take. Bytes that come in, and lists, have no bound.</param>
public sealed record MediaStoreOptions(Duration Patience);

/// <summary>Makes <see cref="ErrorKind.Unavailable"/> of a media store that fails or does not respond in time.</summary>
public sealed partial class MediaStoreGuard(MediaStoreOptions options, TimeProvider time, ILogger<MediaStoreGuard> logger)
{
    /// <summary>Returns what the call returns. A call that does not end in time is canceled, and nobody waits for it any more.</summary>
    public Task<T> Run<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        Watch(call, Wait, cancellationToken);

    /// <summary>Returns what the call returns. It has to end in time once it has got all that it waits for itself.</summary>
    public Task<T> RunOnce<T>(Task given, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        Watch(
            call,
            async task =>
            {
                await Task.WhenAny(task, given);
                return await Wait(task);
            },
            cancellationToken);

    /// <summary>Returns what the call returns, however long it takes.</summary>
    public Task<T> RunUnbounded<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        Watch(call, static task => task, cancellationToken);

    private Task<T> Wait<T>(Task<T> task) => task.WaitAsync(options.Patience.ToTimeSpan(), time);

    private async Task<T> Watch<T>(Func<CancellationToken, Task<T>> call, Func<Task<T>, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await wait(call(ending.Token));
        }
        catch (Exception failure) when (failure is not DomainException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ending.CancelAsync();
            LogUnavailable(logger, failure);
            throw new DomainException(ErrorKind.Unavailable, "The media store is out of reach; try again soon.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The media store failed or did not respond in time")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
