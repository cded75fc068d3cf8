using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Application.Webhooks;
using Layers.Domain;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Testing;

/// <summary>What the lanes of a server do, when a test says so.</summary>
public static class DueWork
{
    /// <summary>The grace of a server on which nobody set another.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(60);

    private const int AtMost = 1_000;

    /// <summary>One round for each account that has posts due, side by side. Returns how many posts were taken up.</summary>
    public static async Task<int> DispatchDuePosts(this ApiServer server, CancellationToken cancellationToken = default)
    {
        var takenUp = await Task.WhenAll((await server.DueAccounts()).Select(due => server.Dispatch(due, cancellationToken)));
        return takenUp.Sum();
    }

    /// <summary>The accounts that have posts due, in the order in which they get lanes.</summary>
    public static Task<IReadOnlyList<DueAccount>> DueAccounts(this ApiServer server) =>
        server.Read<IDuePosts, IReadOnlyList<DueAccount>>(posts => posts.ListDueAccounts(server.Clock.Now(), Grace, AtMost, CancellationToken.None));

    /// <summary>The endpoints that have deliveries due, in the order in which they get lanes.</summary>
    public static Task<IReadOnlyList<DueEndpoint>> DueEndpoints(this ApiServer server) =>
        server.Read<IWebhookEndpoints, IReadOnlyList<DueEndpoint>>(endpoints => endpoints.ListDue(server.Clock.Now(), AtMost, CancellationToken.None));

    private static async Task<int> Dispatch(this ApiServer server, DueAccount due, CancellationToken cancellationToken)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().ActAs(due.Organization, Actor.Dispatch, due.ClockOffset);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new DispatchAccount(due.Account), cancellationToken);
    }

    private static async Task<T> Read<TPort, T>(this ApiServer server, Func<TPort, Task<T>> read)
        where TPort : notnull
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TPort>());
    }
}
