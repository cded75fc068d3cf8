using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Layers.Load;

/// <summary>A server under load, as a process of its own, on its own copy of the data.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromMilliseconds(2);

    // Where benchmarks/run publishes both, in the same way.
    private const string Published = "artifacts/benchmarks";

    private readonly Process process;

    private Contender(Process process, Uri address, DataCopy data) => (this.process, Address, Data) = (process, address, data);

    public Uri Address { get; }

    public DataCopy Data { get; }

    public int ProcessId => process.Id;

    /// <summary>From the start of the process to its first answer to an authenticated request.</summary>
    public TimeSpan ToFirstAnswer { get; private set; }

    public long ResidentBytes => Proc.ResidentBytes(process.Id);

    /// <summary>Ours, as it is shipped, but without rate limits and with nothing else left out.</summary>
    public static Task<Contender> StartLayers(DataCopy data, CancellationToken cancellationToken) =>
        Start(data, Path.Combine(Published, "layers", "Layers.Api.dll"), ["serve"], cancellationToken);

    public static Task<Contender> StartBare(DataCopy data, CancellationToken cancellationToken) =>
        Start(data, Path.Combine(Published, "bare", "Layers.Bare.dll"), [], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using (process)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<Contender> Start(DataCopy data, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        // By way of a shell, so that the log goes to a file without passing by this process.
        var log = Path.Combine(Path.GetTempPath(), $"layers-load-{data.Name}.log");
        var start = new ProcessStartInfo("sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, "dotnet", program, .. arguments, "--urls", address.ToString()]);
        start.Environment["ConnectionStrings__Layers"] = data.ConnectionString;
        start.Environment["Layers__RateLimits__Enabled"] = "false";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var watch = Stopwatch.StartNew();
        var contender = new Contender(Process.Start(start)!, address, data);
        try
        {
            await contender.AnswerFirst(watch, log, cancellationToken);
            return contender;
        }
        catch
        {
            await contender.DisposeAsync();
            throw;
        }
    }

    private async Task AnswerFirst(Stopwatch watch, string log, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var (path, key) = Data.Probe;
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        while (!await Answers(client, path, cancellationToken))
        {
            if (process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException($"{Data.Name} does not answer; its log is {log}.");
            await Task.Delay(PauseBetweenLooks, cancellationToken);
        }

        ToFirstAnswer = watch.Elapsed;
    }

    private static async Task<bool> Answers(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(path, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
