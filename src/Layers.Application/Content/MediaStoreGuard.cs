using Layers.Domain;
using NodaTime;

namespace Layers.Application.Content;

/// <param name="Patience">How long a call to the media store may take without a sign of life.</param>
public sealed record MediaStoreOptions(Duration Patience);

/// <summary>
/// Makes <see cref="ErrorKind.Unavailable"/> of a media store that fails or does not respond in time. Calls run on the pool's threads: one that blocks its
/// thread is given up in time too.
/// </summary>
public sealed class MediaStoreGuard(MediaStoreOptions options, TimeProvider time)
{
    // For calls that do many things, each of which shows that the store is alive.
    private const int LongCall = 20;

    public static DomainException Unavailable(Exception failure) =>
        new(ErrorKind.Unavailable, "The media store is out of reach; try again soon.", inner: failure);

    public Patience NewPatience() => new(options.Patience.ToTimeSpan(), most: null, time);

    /// <summary>One that can be renewed for a while only.</summary>
    public Patience NewLongPatience() => new(options.Patience.ToTimeSpan(), options.Patience.ToTimeSpan() * LongCall, time);

    /// <summary>Returns what the call returns. A call that does not end in time is canceled and given up.</summary>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, Func<Task<T>, ValueTask>? discard = null)
    {
        using var patience = NewPatience();
        return await Run(patience, call, cancellationToken, discard);
    }

    /// <summary>Returns what the call returns. It takes many steps, and together they may take longer than other calls.</summary>
    public async Task<T> RunLong<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var patience = new Patience(options.Patience.ToTimeSpan() * LongCall, most: null, time);
        return await Run(patience, call, cancellationToken);
    }

    /// <summary>Returns what the call returns. A call that exhausts the patience is canceled and given up.</summary>
    /// <param name="patience">The caller's, who may renew it.</param>
    /// <param name="call">To the store.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="discard">Takes a call that has failed or was given up, once it has ended.</param>
    public static async Task<T> Run<T>(Patience patience, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, Func<Task<T>, ValueTask>? discard = null)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var token = ending.Token;
        var calling = Task.Run(() => call(token), CancellationToken.None);
        try
        {
            return await calling.WaitAsync(token);
        }
        catch (Exception failure)
        {
            _ = Discard(calling, discard);
            cancellationToken.ThrowIfCancellationRequested();
            throw Unavailable(failure);
        }
        finally
        {
            // Disposing it while it cancels a call would keep the call from learning of it.
            if (calling.IsCompleted)
                ending.Dispose();
        }
    }

    private static async Task Discard<T>(Task<T> calling, Func<Task<T>, ValueTask>? discard)
    {
        await ((Task)calling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (discard is not null)
            await discard(calling);
    }
}
