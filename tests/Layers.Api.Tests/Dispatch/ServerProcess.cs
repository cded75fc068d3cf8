using System.Diagnostics;
using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Testing;

namespace Layers.Api.Tests.Dispatch;

/// <summary>The server as operators run it: a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private ServerProcess(Process process, string folder) => (this.process, this.folder) = (process, folder);

    /// <summary>Returns when it listens.</summary>
    public static async Task<ServerProcess> Start(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("layers-process-").FullName;
        var start = new ProcessStartInfo("dotnet", [typeof(LayersApp).Assembly.Location, "serve", "--json", "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["ConnectionStrings__Layers"] = database.ConnectionString, ["Layers__DataFolder"] = folder, ["Logging__LogLevel__Default"] = "None" },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!, folder);
        var announcement = await server.process.StandardOutput.ReadLineAsync();
        JsonNode.Parse(announcement!)!["url"].Should().NotBeNull();
        return server;
    }

    /// <summary>As <c>kill -9</c>: it gets no chance to write anything down.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
