using Layers.Api.Composition;
using Layers.Application.Content;
using Layers.Application.Ports;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Layers.Sweep;

/// <summary>The server's own handlers, as its worker drives them: the same composition, without the workers beside them and without HTTP.</summary>
internal static class HouseSweep
{
    public static async Task Run(string connectionString, int nodes)
    {
        var apps = Enumerable.Range(0, nodes).Select(_ => Compose(connectionString)).ToList();
        await Task.WhenAll(apps.Select(app => Task.Run(() => Sweep(app))));
        foreach (var app in apps)
            await app.DisposeAsync();
    }

    private static WebApplication Compose(string connectionString)
    {
        var builder = LayersApp.CreateBuilder(connectionString);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Layers:Workers:Enabled"] = "false" });
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
