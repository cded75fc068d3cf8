namespace Layers.Api.Operation;

/// <param name="Delay">How long a stopping server still serves while it reports that it is not ready: load balancers need that long to notice.</param>
/// <param name="Patience">How long what runs then has to end.</param>
internal sealed record ShutdownOptions(TimeSpan Delay, TimeSpan Patience);

/// <summary>
/// Stopping takes its time: readiness says no at once and long polls return; after the delay no connection is taken any more; requests and work under
/// way come to their end, and so does the process.
/// </summary>
internal sealed class Shutdown(ShutdownOptions options) : IHostedLifecycleService
{
    public static void Configure(HostOptions host, ShutdownOptions options) => host.ShutdownTimeout = options.Delay + options.Patience;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(options.Delay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
