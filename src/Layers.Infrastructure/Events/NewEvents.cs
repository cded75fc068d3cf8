using System.Threading.Channels;
using Dapper;
using Layers.Application.Events;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Layers.Infrastructure.Events;

/// <summary>
/// News between nodes by LISTEN and NOTIFY: one connection a node listens, from the first watch on, however many wait. News is sent when events
/// get their positions, once for all organizations that had some to place, and not by the transactions that write them: PostgreSQL lets those commit one at a time only.
/// </summary>
internal sealed partial class NewEvents(
    [FromKeyedServices(Connections.OfWorkers)] Connections connections, TimeProvider time, ILogger<NewEvents> logger) : INewEvents, IAsyncDisposable
{
    private const string NotifyOthers = "select pg_notify('layers_events', organization) from unnest(@organizations) as organization";

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();
    private readonly Dictionary<Guid, HashSet<NewEventsWatch>> watches = [];
    private readonly CancellationTokenSource stopping = new();
    private Task? listening;

    public async Task Announce(IReadOnlyList<OrganizationId> organizations, CancellationToken cancellationToken)
    {
        await using var pooled = await connections.Open(organization: null, cancellationToken);
        var arguments = new { organizations = organizations.Select(organization => organization.Value.ToString("D")).ToArray() };
        await pooled.Connection.ExecuteAsync(new CommandDefinition(NotifyOthers, arguments, cancellationToken: cancellationToken));
    }

    public INewEventsWatch Watch(OrganizationId organization)
    {
        var watch = new NewEventsWatch(ended => End(organization.Value, ended));
        lock (guard)
        {
            if (!watches.TryGetValue(organization.Value, out var those))
                watches[organization.Value] = those = [];
            those.Add(watch);
            listening ??= Task.Run(Listen);
        }

        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (listening is not null)
            await listening;
        stopping.Dispose();
    }

    private async Task Listen()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenOnce();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it is: a node that does not listen any more would only notice events at its next poll.
                LogLost(logger, e);
                await Task.Delay(PauseAfterFailure, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnce()
    {
        await using var pooled = await connections.Open(organization: null, stopping.Token);
        var connection = pooled.Connection;
        connection.Notification += (_, news) => Wake(news.Payload);
        await connection.ExecuteAsync(new CommandDefinition("listen layers_events", cancellationToken: stopping.Token));

        // Whatever was announced before this connection listened went unheard.
        WakeAll();
        while (true)
            await connection.WaitAsync(stopping.Token);
    }

    private void Wake(string payload)
    {
        if (!Guid.TryParse(payload, out var organization))
            return;
        lock (guard)
        {
            foreach (var watch in watches.GetValueOrDefault(organization) ?? [])
                watch.Signal();
        }
    }

    private void WakeAll()
    {
        lock (guard)
        {
            foreach (var watch in watches.Values.SelectMany(those => those))
                watch.Signal();
        }
    }

    private void End(Guid organization, NewEventsWatch watch)
    {
        lock (guard)
        {
            var those = watches[organization];
            those.Remove(watch);
            if (those.Count == 0)
                watches.Remove(organization);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that listens for new events was lost; listening again")]
    private static partial void LogLost(ILogger logger, Exception exception);
}

internal sealed class NewEventsWatch(Action<NewEventsWatch> end) : INewEventsWatch
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Signal() => signals.Writer.TryWrite(true);

    public async Task Wait(TimeSpan atMost, CancellationToken serverStopping, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, serverStopping);
        timeout.CancelAfter(atMost);
        try
        {
            await signals.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over, or the server stops.
        }
    }

    public void Dispose() => end(this);
}
