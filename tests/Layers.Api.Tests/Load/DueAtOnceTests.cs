using System.Diagnostics;
using System.Globalization;
using Layers.Testing;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Load;

/// <summary>
/// Servers as operators run them, on one database, with a great many containers due at once. <c>LAYERS_TEST_DUE=100000</c> makes it a great many
/// more.
/// </summary>
public sealed class DueAtOnceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly int Containers = int.Parse(Environment.GetEnvironmentVariable("LAYERS_TEST_DUE") ?? "6000", CultureInfo.InvariantCulture);

    private readonly ApiFixture api = new();
    private DueContainers due = null!;

    public async Task InitializeAsync()
    {
        await api.InitializeAsync();
        due = new DueContainers(api.Server, Containers);
        await due.Make();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Containers_DueAtOnce_AreDecidedOnceEach(int processes)
    {
        await using var servers = new Servers(api.Server.Database);
        await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => servers.Start()));
        await due.OpenWindows();

        var started = Stopwatch.GetTimestamp();
        await UntilAllAreDecided();
        Report($"{processes} process(es)", Stopwatch.GetElapsedTime(started));

        (await due.Faults()).Should().Be(DueContainers.None);
    }

    [Fact]
    public async Task Containers_WhenAServerIsKilledInTheMiddle_AreDecidedOnceEach()
    {
        await using var servers = new Servers(api.Server.Database);
        var first = await servers.Start();
        await servers.Start();
        await using var held = await due.HoldOnePromotion();
        await due.OpenWindows();

        await Eventually.Holds(async () => await due.Waiting() < Containers, "a part is decided");
        await first.Kill();
        var left = await due.Waiting();
        await held.Release();
        await servers.Start();
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
}
