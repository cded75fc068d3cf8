using Layers.Api.Composition;
using Layers.Infrastructure.LocalPostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Layers.Lanes;

/// <summary>One whole server with the settings it is shipped with, on a private PostgreSQL that is gone afterwards.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly LocalPostgresOptions options;
    private readonly LocalPostgresServer postgres;
    private readonly string dataFolder;
    private WebApplication? app;

    private Node(LocalPostgresOptions options, LocalPostgresServer postgres) =>
        (this.options, this.postgres, dataFolder) = (options, postgres, Directory.CreateTempSubdirectory("layers-lanes-").FullName);

    public string ConnectionString => postgres.ConnectionString;

    public static async Task<Node> Start()
    {
        var options = new LocalPostgresOptions(Path.Combine(Path.GetTempPath(), $"layers-lanes-{Guid.NewGuid():N}"));
        var node = new Node(options, await LocalPostgresServer.Start(options, CancellationToken.None));
        await new Parts().Migrator(SystemClock.Instance).Migrate(node.ConnectionString, CancellationToken.None);
        return node;
    }

    public async Task Serve()
    {
        var builder = LayersApp.CreateBuilder(ConnectionString);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Layers:DataFolder"] = dataFolder, ["Layers:Relay:AllowPrivateAddresses"] = "true",
        });
        builder.Logging.ClearProviders();
        app = LayersApp.Build(builder);
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
    }

    public async Task Stop()
    {
        if (app is not null)
            await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await postgres.DisposeAsync();
        await LocalPostgresServer.Remove(options, CancellationToken.None);
        Directory.Delete(dataFolder, recursive: true);
    }
}
