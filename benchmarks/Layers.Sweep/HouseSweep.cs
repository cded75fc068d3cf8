using Layers.Api.Composition;
using Layers.Application.Content;
using Layers.Application.Ports;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Layers.Sweep;

/// <summary>The server's own handlers, as its worker drives them, in the server's own composition.</summary>
internal static class HouseSweep
{
    /// <summary>Without the workers that run beside it, and without HTTP.</summary>
    public static async Task Run(string connectionString, int nodes)
    {
        var apps = Enumerable.Range(0, nodes).Select(_ => Compose(connectionString, withWorkers: false)).ToList();
        await Task.WhenAll(apps.Select(app => Task.Run(() => Sweep(app))));
        foreach (var app in apps)
            await app.DisposeAsync();
    }

    /// <summary>The whole server: meanwhile it seals the audit rows and gives the events their positions, and lags behind with it.</summary>
    public static async Task Serve(string connectionString)
    {
        await using var app = Compose(connectionString, withWorkers: true);
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select exists (select from containers where approval_status = 'pending')");
        while (await command.ExecuteScalarAsync() is true)
            await Task.Delay(50);
        await app.StopAsync();
    }

    private static WebApplication Compose(string connectionString, bool withWorkers)
    {
        var builder = LayersApp.CreateBuilder(connectionString);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Layers:Workers:Enabled"] = withWorkers.ToString(), ["Layers:DataFolder"] = Path.GetTempPath(),
        });
        builder.Logging.ClearProviders();
        return LayersApp.Build(builder);
    }

    private static async Task Sweep(WebApplication app)
    {
        int done;
        do
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentCaller>().RequestId = $"job_{Guid.CreateVersion7():D}";
            done = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AutoApproveDue());
        }
        while (done > 0);
    }
}
