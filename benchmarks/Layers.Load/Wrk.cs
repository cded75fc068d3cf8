using System.Diagnostics;
using System.Text.Json;

namespace Layers.Load;

/// <param name="Broken">Connections that failed, and requests that got no answer.</param>
internal sealed record WrkResult(long Requests, long Microseconds, long Refused, long Broken, long P50, long P99)
{
    public double PerSecond => Requests * 1e6 / Microseconds;
}

internal static class Wrk
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Closed loop: every connection sends its next request when the last one has been answered.</summary>
    public static async Task<WrkResult> Run(Contender contender, Scenario scenario, int connections, int seconds, int seed, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "drive.lua");
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, contender.Address.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["LAYERS_SCENARIO"] = scenario.Sends;
        start.Environment["LAYERS_ORDER"] = scenario.Consumes ? "each" : "any";
        start.Environment["LAYERS_TARGETS"] = await contender.Data.TargetsOf(scenario, cancellationToken);
        start.Environment["LAYERS_SEED"] = seed.ToString();
        using var wrk = Process.Start(start)!;
        var said = await wrk.StandardOutput.ReadToEndAsync(cancellationToken);
        await wrk.WaitForExitAsync(cancellationToken);
        var last = said.TrimEnd().Split('\n')[^1];
        return wrk.ExitCode == 0 && last.StartsWith('{')
            ? JsonSerializer.Deserialize<WrkResult>(last, Json)!
            : throw new InvalidOperationException($"wrk failed: {said}");
    }
}
