using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Layers.Lanes;

/// <summary>Relays that take posts and write down how late each came, and one that never answers.</summary>
internal sealed class Relays : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource letGo = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> secondsLate = new();
    private readonly Lock counting = new();
    private int hanging;
    private int mostHanging;
    private int hung;

    private Relays(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    /// <summary>Attempts at the relay that never answers.</summary>
    public int Hung => hung;

    /// <summary>How many of them waited at the same time.</summary>
    public int MostHanging => mostHanging;

    public static async Task<Relays> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var relays = new Relays(builder.Build());
        relays.app.MapPost("/hangs/{organization}", relays.Hang);
        relays.app.MapPost("/takes/{organization}", relays.Take);
        await relays.app.StartAsync();
        return relays;
    }

    public IReadOnlyList<double> SecondsLate(string organization) => [.. secondsLate.GetValueOrDefault(organization, [])];

    /// <summary>Waits until as many came as are expected of each organization, or until the time is over.</summary>
    public async Task AllArrived(IReadOnlyDictionary<string, int> expected, TimeSpan atMost)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var begun = Stopwatch.GetTimestamp();
        while (expected.Any(one => SecondsLate(one.Key).Count < one.Value) && Stopwatch.GetElapsedTime(begun) < atMost)
            await timer.WaitForNextTickAsync();
    }

    /// <summary>Ends all that hangs, so that the server can stop.</summary>
    public Task LetGo() => letGo.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        letGo.Dispose();
    }

    private async Task Hang(HttpContext context)
    {
        CountHanging();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, letGo.Token);
        await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (counting)
            hanging--;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private void CountHanging()
    {
        lock (counting)
        {
            hung++;
            mostHanging = Math.Max(mostHanging, ++hanging);
        }
    }

    private async Task Take(HttpContext context, string organization)
    {
        var now = SystemClock.Instance.GetCurrentInstant().ToDateTimeOffset();
        using var post = await JsonDocument.ParseAsync(context.Request.Body);
        var hour = post.RootElement.GetProperty("scheduledFor").GetDateTimeOffset();
        secondsLate.GetOrAdd(organization, _ => []).Enqueue((now - hour).TotalSeconds);
    }
}
