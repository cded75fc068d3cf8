namespace Layers.Testing;

/// <summary>Holds a server back at a message to PostgreSQL, for as long as a test needs to do something else in between.</summary>
public sealed class Halt : IDisposable
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource goingOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Halt()
    {
    }

    public static Halt At(PostgresProxy proxy, Func<FrontendMessage, bool> message)
    {
        var halt = new Halt();
        proxy.Judge(async passing =>
        {
            if (message(passing))
            {
                halt.reached.TrySetResult();
                await halt.goingOn.Task;
            }

            return Fate.Pass;
        });
        return halt;
    }

    /// <summary>Everything is written, nothing of it is committed.</summary>
    /// <param name="proxy">The server's way to PostgreSQL.</param>
    /// <param name="which">The first commit, the second …</param>
    public static Halt AtCommit(PostgresProxy proxy, int which = 1)
    {
        var commits = 0;
        return At(proxy, message => message is { IsCommit: true, Type: 'P' or 'Q' } && Interlocked.Increment(ref commits) == which);
    }

    public Task Reached => reached.Task.InTime();

    public void GoOn() => goingOn.TrySetResult();

    /// <summary>Goes on, so that a test that fails does not leave a server waiting.</summary>
    public void Dispose() => GoOn();
}
