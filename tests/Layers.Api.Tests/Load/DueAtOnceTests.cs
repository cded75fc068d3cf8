using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Layers.Testing;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Load;

/// <summary>
/// Servers as operators run them, on one database, with a great many containers due at once. <c>LAYERS_TEST_DUE=100000</c> makes it a great many
/// more.
/// </summary>
public sealed class DueAtOnceTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly int Containers = int.Parse(Environment.GetEnvironmentVariable("LAYERS_TEST_DUE") ?? "6000", CultureInfo.InvariantCulture);

    private readonly ApiFixture api = new();
    private readonly TempFolder folder = new();
    private readonly ConcurrentBag<LayersProcess> servers = [];
    private DueContainers due = null!;

    public async Task InitializeAsync()
    {
        await api.InitializeAsync();
        due = new DueContainers(api.Server, Containers);
        await due.Make();
    }

    public async Task DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        await api.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Containers_DueAtOnce_AreDecidedOnceEach(int processes)
    {
        await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => StartServer()));
        await due.OpenWindows();

        var started = Stopwatch.GetTimestamp();
        await UntilAllAreDecided();
        Report($"{processes} process(es)", Stopwatch.GetElapsedTime(started));

        (await due.Faults()).Should().Be(DueContainers.None);
    }

    [Fact]
    public async Task Containers_WhenAServerIsKilledInTheMiddle_AreDecidedOnceEach()
    {
        var first = await StartServer();
        await StartServer();
        await using var held = await due.HoldOnePromotion();
        await due.OpenWindows();

        await Eventually.Holds(async () => await due.Waiting() < Containers, "a part is decided");
        await first.Kill();
        var left = await due.Waiting();
        await held.Release();
        await StartServer();
        await UntilAllAreDecided();

        left.Should().BePositive("the server was killed in the middle");
        (await due.Faults()).Should().Be(DueContainers.None);
    }

    [Fact]
    public async Task Containers_ByOneStatement_AreTheMeasure()
    {
        await due.OpenWindows();

        var took = await due.ApproveByOneStatement();

        Report("one bare statement", took.ToTimeSpan());
        (await due.Faults()).Should().Be(DueContainers.None, "it does the same work");
    }

    private Task UntilAllAreDecided() => Eventually.Holds(due.AreDecided, "all are decided", TimeSpan.FromMinutes(20));

    private void Report(string how, TimeSpan took) => output.WriteLine($"{how}: {Containers / took.TotalSeconds:F0} containers/s, {took.TotalSeconds:F1} s");

    private async Task<LayersProcess> StartServer()
    {
        var settings = new Dictionary<string, string?> { ["Layers__Workers__Enabled"] = "true" };
        var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, settings);
        servers.Add(server);
        return server;
    }
}
