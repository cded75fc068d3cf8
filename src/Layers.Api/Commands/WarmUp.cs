using Layers.Application.Keys;
using Layers.Application.Ports;
using OpenTelemetry;

namespace Layers.Api.Commands;

/// <summary>
/// Makes what the first request would wait for, beside a server that starts: the mapper's configuration, a connection, and what reads a key's row. Should it
/// fail, nothing is lost: the first request that needs it makes it again, and says what is wrong.
/// </summary>
internal static class WarmUp
{
    private const string NoKey = "";

    public static void Begin(IServiceProvider services)
    {
        _ = Task.Run(() => services.GetRequiredService<AutoMapper.IConfigurationProvider>());
        _ = Task.Run(() => ReadKey(services));
    }

    private static async Task ReadKey(IServiceProvider services)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        await using var scope = services.CreateAsyncScope();
        // With the connections of requests.
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().IsRequest = true;
        await scope.ServiceProvider.GetRequiredService<IApiKeys>().FindCredential(NoKey, CancellationToken.None);
    }
}
