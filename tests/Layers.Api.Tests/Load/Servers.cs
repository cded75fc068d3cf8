using System.Collections.Concurrent;
using Layers.Testing;

namespace Layers.Api.Tests.Load;

/// <summary>Servers with their workers on one database, as operators run them. They end with the test, however that ends.</summary>
internal sealed class Servers(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null) : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Layers__Workers__Enabled"] = "true" };

    private readonly TempFolder folder = new();
    private readonly ConcurrentBag<LayersProcess> started = [];

    public async Task<LayersProcess> Start()
    {
        var all = Settings.Concat(settings ?? new Dictionary<string, string?>()).ToDictionary();
        var server = await LayersProcess.Serve(database.ConnectionString, folder.Path, all);
        started.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in started)
            await server.DisposeAsync();
        folder.Dispose();
    }
}
