using Layers.Testing;

namespace Layers.Api.Tests.Audit;

/// <summary>Another server on the same database, which waits before the second page of an export until it is told to go on.</summary>
internal sealed class Slow : IAsyncDisposable
{
    private readonly PostgresProxy proxy;
    private readonly TaskCompletionSource secondPage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource goingOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource cancel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int pagesAskedFor;
    private bool isStopped;

    private Slow(PostgresProxy proxy, ApiServer server) => (this.proxy, Server) = (proxy, server);

    public ApiServer Server { get; }

    public Task SecondPageIsAskedFor => secondPage.Task.InTime();

    /// <summary>The server has seen that its caller is gone, and asks PostgreSQL, on a connection of its own, to stop.</summary>
    public Task SecondPageIsCanceled => cancel.Task.InTime();

    public int PagesAskedFor => Volatile.Read(ref pagesAskedFor);

    /// <param name="fate">Of the statement that reads the second page.</param>
    public static async Task<Slow> Start(ApiFixture api, Fate fate = Fate.Pass)
    {
        var proxy = new PostgresProxy(api.Server.Database);
        var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy);
        var slow = new Slow(proxy, server);
        proxy.Judge(message => slow.Pass(message, fate));
        return slow;
    }

    public void GoOn() => goingOn.TrySetResult();

    /// <summary>Returns when the server has ended all of its requests.</summary>
    public async Task Stop()
    {
        GoOn();
        if (!isStopped)
            await Server.DisposeAsync();
        isStopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await proxy.DisposeAsync();
    }

    private async Task<Fate> Pass(FrontendMessage message, Fate fate)
    {
        if (message.Type == '\0' && PagesAskedFor == 2)
            cancel.TrySetResult();
        var isPage = message.Type == 'E' && message.Sql?.Contains("from audit_log", StringComparison.Ordinal) == true;
        if (!isPage || Interlocked.Increment(ref pagesAskedFor) != 2)
            return Fate.Pass;
        secondPage.TrySetResult();
        await goingOn.Task;
        return fate;
    }
}
