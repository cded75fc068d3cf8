namespace Layers.Testing;

/// <summary>Holds a server back at a message to PostgreSQL, for as long as a test needs to do something else in between.</summary>
public sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Gate()
    {
    }

    public static Gate At(PostgresProxy proxy, Func<FrontendMessage, bool> message)
    {
        var gate = new Gate();
        proxy.Judge(async passing =>
        {
            if (message(passing))
            {
                gate.reached.TrySetResult();
                await gate.opened.Task;
            }

            return Fate.Pass;
        });
        return gate;
    }

    /// <summary>Everything is written, nothing is committed.</summary>
    public static Gate AtCommit(PostgresProxy proxy) => At(proxy, message => message.IsCommit);

    public Task Reached => reached.Task.InTime();

    public void Open() => opened.TrySetResult();

    /// <summary>Opens, so that a test that fails does not leave a server waiting.</summary>
    public void Dispose() => Open();
}
