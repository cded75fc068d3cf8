using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Layers.Api.Composition;
using Layers.Testing;

namespace Layers.Api.Tests.Documentation;

/// <summary>Somebody who pastes what the documentation says into a shell, beside a server that runs as the page wants it.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder folder = new();
    private readonly TestDatabase database;
    private readonly LayersProcess server;

    private Reader(TestDatabase database, LayersProcess server)
    {
        (this.database, this.server) = (database, server);
        WriteProgram();
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder.Path, "docs"), System.IO.Path.Combine(Repository.Folder, "docs"));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder.Path, "src"), System.IO.Path.Combine(Repository.Folder, "src"));
    }

    /// <summary>A port of this machine that nobody listens on.</summary>
    public int FreePort { get; } = FindFreePort();

    public static async Task<Reader> Start(IReadOnlyDictionary<string, string?> settings, string media)
    {
        var database = await ApiServer.NewDatabase();
        var all = new Dictionary<string, string?>(settings) { ["Layers__Workers__Enabled"] = "true", ["Layers__DataFolder"] = media };
        return new Reader(database, await LayersProcess.Serve(database.ConnectionString, media, all));
    }

    public void Save(string name, string text) => File.WriteAllText(System.IO.Path.Combine(folder.Path, name), text);

    /// <summary>Runs the blocks in one shell, which ends at the first command that fails, and returns what was printed.</summary>
    public async Task<string> Paste(params IEnumerable<string> blocks)
    {
        var script = string.Join('\n', ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", .. blocks])
            .Replace("http://127.0.0.1:5080", server.Address.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__Layers"] = database.ConnectionString, ["PORT"] = FreePort.ToString() },
        };
        using var shell = Process.Start(start)!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(Patience);
        shell.ExitCode.Should().Be(0, $"all commands of the page work; it printed {await output} and {await errors}");
        return await output;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    // script/layers of the repository would build the program first.
    private void WriteProgram()
    {
        var script = System.IO.Path.Combine(folder.Path, "script", "layers");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(script)!);
        File.WriteAllText(script, $"#!/bin/bash\nexec dotnet '{typeof(LayersApp).Assembly.Location}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test in a shell. Skipped, with the reason, where a program lacks that the page needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PagesFactAttribute : FactAttribute
{
    public PagesFactAttribute()
    {
        var missing = new[] { "bash", "curl", "python3" }.Where(program => !IsInstalled(program)).ToList();
        if (missing.Count > 0)
            Skip = $"{string.Join(", ", missing)} is not installed.";
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, program)));
}
