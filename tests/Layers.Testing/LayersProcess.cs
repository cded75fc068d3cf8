using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Testing.OpenApi;

namespace Layers.Testing;

/// <summary>The real executable, as a process of its own that a test may kill.</summary>
public sealed class LayersProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> errors;

    private LayersProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => process.Id;

    /// <summary>What <c>serve --json</c> says in its first line.</summary>
    public JsonNode Announced { get; private set; } = new JsonObject();

    public Uri Address => new((string)Announced["url"]!);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="connectionString">Null: on a private PostgreSQL below the folder.</param>
    /// <param name="folder">Where it is started, and keeps what it keeps.</param>
    /// <param name="arguments">As on the command line.</param>
    public static async Task<CommandOutcome> Run(string? connectionString, string folder, params string[] arguments)
    {
        await using var command = new LayersProcess(Start(connectionString, folder, arguments));
        var output = await command.process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await command.process.WaitForExitAsync().WaitAsync(Patience);
        return new CommandOutcome(command.process.ExitCode, output, await command.errors);
    }

    /// <summary>A server on a free port, once it listens.</summary>
    public static Task<LayersProcess> Serve(string? connectionString, string folder) => Serve(connectionString, folder, "serve", "--json");

    /// <summary>The same with settings, as environment variables.</summary>
    public static Task<LayersProcess> Serve(string? connectionString, string folder, IReadOnlyDictionary<string, string?> settings) =>
        Await(Start(connectionString, folder, ["serve", "--json"], settings));

    /// <param name="connectionString">Null: on a private PostgreSQL below the folder.</param>
    /// <param name="folder">Where it is started, and keeps what it keeps.</param>
    /// <param name="arguments">Whatever makes it serve and announce itself in JSON.</param>
    public static Task<LayersProcess> Serve(string? connectionString, string folder, params string[] arguments) =>
        Await(Start(connectionString, folder, arguments));

    private static async Task<LayersProcess> Await(Process process)
    {
        var server = new LayersProcess(process);
        try
        {
            var line = await server.process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            server.Announced = JsonNode.Parse(line ?? throw new InvalidOperationException($"The server did not start: {await server.errors}"))!;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public HttpClient Client(string key) =>
        new(new AnswerCheck(DocumentedApi.Shared)) { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };

    /// <summary>SIGKILL, and waits until the process is gone: it runs not one more instruction.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGINT, as Ctrl-C sends it; answers the exit code.</summary>
    public Task<int> Interrupt() => Stop("-INT");

    /// <summary>SIGTERM, as supervisors send it; answers the exit code.</summary>
    public Task<int> Terminate() => Stop("-TERM");

    /// <summary>Returns when new connections are refused.</summary>
    public Task UntilRefusing() =>
        Eventually.Holds(
            async () =>
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(Address.Host, Address.Port);
                    return false;
                }
                catch (SocketException)
                {
                    return true;
                }
            },
            "the server stopped listening");

    private async Task<int> Stop(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
    }

    private static Process Start(string? connectionString, string folder, string[] arguments, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LayersApp).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Layers"] = connectionString,
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Layers__Workers__Enabled"] = "false",
                ["Layers__Keys__RecordUsesSeconds"] = "86400",
                // It goes by the true clock, and what tests make with a clock of their own may seem old to it.
                ["Layers__Uploads__ExpireAfterHours"] = "8760",
                ["Layers__Retention__MediaDays"] = "0",
                ["Layers__Retention__EventsDays"] = "0",
                ["Layers__Retention__DeliveriesDays"] = "0",
                ["Logging__LogLevel__Default"] = "None",
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

public sealed record CommandOutcome(int ExitCode, string Output, string Errors)
{
    public JsonNode Json => JsonNode.Parse(Output)!;
}
