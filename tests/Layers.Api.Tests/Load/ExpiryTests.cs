using System.Diagnostics;
using System.Globalization;
using System.Net;
using Layers.Application.Retention;
using Layers.Testing;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Load;

/// <summary>
/// Servers as operators run them, with a great many uploads that have expired, and people who approve meanwhile. <c>LAYERS_TEST_EXPIRED=100000</c> makes it
/// a great many more, and <c>LAYERS_TEST_APPROVALS=2000</c> gives their times something to stand on.
/// </summary>
public sealed class ExpiryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Reviewers = 4;

    private static readonly int Uploads = Setting("LAYERS_TEST_EXPIRED", 2_000);
    private static readonly int Approvals = Setting("LAYERS_TEST_APPROVALS", 40);

    private readonly ApiFixture api = new();
    private ExpiredUploads expired = null!;

    public async Task InitializeAsync()
    {
        await api.InitializeAsync();
        expired = new ExpiredUploads(api, Uploads);
        await expired.Make();
    }

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Approvals_WhileUploadsExpire_GoOn()
    {
        await using var quiet = ServersThatExpireAfter("8760");
        await using var sweeping = ServersThatExpireAfter("24");
        var server = await quiet.Start();
        await Approve(server, await expired.Pending(Approvals)); // The first ones meet a server that has compiled nothing yet.
        Report("alone", await Approve(server, await expired.Pending(Approvals)));

        await sweeping.Start();
        await Eventually.Holds(async () => await expired.Waiting() < Uploads, "the sweep has begun");
        Report("beside the sweep", await Approve(server, await expired.Pending(Approvals)));
        output.WriteLine($"{await expired.Waiting()} uploads were still waiting");
        await UntilAllAreExpired();

        (await expired.Faults()).Should().Be(ExpiredUploads.None);
    }

    [Fact]
    public async Task Uploads_WhenAServerIsKilledInTheMiddle_ExpireOnceEach_AndTheirFilesGo()
    {
        await using var servers = ServersThatExpireAfter("24");
        var first = await servers.Start();
        await Eventually.Holds(async () => await expired.Waiting() < Uploads, "a part has expired");
        await first.Kill();
        var left = await expired.Waiting();

        var second = await servers.Start();
        await UntilAllAreExpired();
        await second.Kill();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(api.Server.MediaFolder, "kept"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, api.Clock.GetCurrentInstant().ToDateTimeUtc().AddDays(-2));
        await api.Server.Send(new SweepOrphanedFiles());

        left.Should().BePositive("the server was killed in the middle");
        (await expired.Faults()).Should().Be(ExpiredUploads.None);
        Directory.EnumerateFiles(Path.Combine(api.Server.MediaFolder, "kept"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private Servers ServersThatExpireAfter(string hours) =>
        new(api.Server.Database, new Dictionary<string, string?> { ["Layers__Uploads__ExpireAfterHours"] = hours, ["Layers__Media__Folder"] = api.Server.MediaFolder });

    private Task UntilAllAreExpired() => Eventually.Holds(async () => await expired.Waiting() == 0, "all have expired", TimeSpan.FromMinutes(20));

    /// <summary>How long each took, the shortest first.</summary>
    private async Task<List<TimeSpan>> Approve(LayersProcess server, IReadOnlyList<string> ids)
    {
        var times = new List<TimeSpan>();
        using var client = server.Client(api.Given.Key.Text.Reveal());
        foreach (var some in ids.Chunk(Reviewers))
        {
            times.AddRange(await Task.WhenAll(some.Select(async id =>
            {
                var started = Stopwatch.GetTimestamp();
                (await client.PostJson($"/v1/content/{id}/approve")).Status.Should().Be(HttpStatusCode.OK);
                return Stopwatch.GetElapsedTime(started);
            })));
        }

        times.Sort();
        return times;
    }

    private void Report(string how, List<TimeSpan> times) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{how}: {times.Count} approvals, p50 {times[times.Count / 2].TotalMilliseconds:F1} ms, p99 {times[(int)(times.Count * 0.99)].TotalMilliseconds:F1} ms"));

    private static int Setting(string name, int otherwise) => int.Parse(Environment.GetEnvironmentVariable(name) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
