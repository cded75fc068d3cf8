using System.Diagnostics;
using System.Globalization;
using Layers.Testing;
using Npgsql;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Load;

/// <summary>
/// A consumer of <c>/v1/events</c> behind two servers, through a great many writes and a server that is killed. <c>LAYERS_TEST_EVENTS=100000</c>
/// makes it a great many more.
/// </summary>
public sealed class ConsumerTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int HttpWriters = 8;
    private const int SqlWriters = 4;
    private const int EventsInATransaction = 10;

    private static readonly int Writes = int.Parse(Environment.GetEnvironmentVariable("LAYERS_TEST_EVENTS") ?? "10000", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly ApiFixture api = new();
    private readonly CancellationTokenSource stop = new();

    public Task InitializeAsync() => api.InitializeAsync();

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await api.DisposeAsync();
    }

    public void Dispose() => stop.Dispose();

    [Fact]
    public async Task Consumer_ThroughConcurrentWritesAndAKilledServer_SeesEachEventOnce()
    {
        var project = await api.Given.Project();
        var projects = await Crowd.Of(HttpWriters, _ => api.Given.Project());
        await using var started = new Servers(api.Server.Database);
        LayersProcess[] servers = [await started.Start(), await started.Start()];
        var consumer = new Consumer(api.Given.Key.Text.Reveal(), servers);
        var following = Task.Run(() => consumer.Follow(stop.Token));
        var since = Stopwatch.GetTimestamp();

        await using var early = await api.Server.Database.Connect();
        await Begin(early, project);
        var writing = Task.WhenAll(
            [.. projects.Select((own, index) => WriteByHttp(servers, index, own)), .. Enumerable.Range(0, SqlWriters).Select(_ => WriteBySql(project))]);
        await Until(() => Task.FromResult(consumer.Count >= Writes / 4), "a quarter is read", following, writing);
        await servers[0].Kill();
        servers[0] = await started.Start();
        await writing;
        await Until(async () => consumer.Count == await Events(), "all that is committed is read", following);
        await early.Run("commit");
        await Until(async () => consumer.Count == await Events(), "what began first and was committed last is read", following);
        output.WriteLine($"{consumer.Count} events, {consumer.Count / Stopwatch.GetElapsedTime(since).TotalSeconds:F0} events/s");
        await stop.CancelAsync();
        await following;

        consumer.Losses.Should().BePositive("its server was killed");
        consumer.Repeats.Should().Be(0);
        var stored = await api.Server.Database.Value<string[]>("select array_agg('evt_' || event_id order by position) from events");
        consumer.Order.Should().Equal(stored);
        (await api.Server.Database.Value<long>("select max(position) from events")).Should().Be(stored!.Length, "positions have no gaps");
        var firstWritten = await api.Server.Database.Value<long>("select min(position) from events where sequence <= $1", EventsInATransaction);
        firstWritten.Should().Be(stored.Length - EventsInATransaction + 1, "nothing appears behind what was read");
    }

    /// <summary>Changes a policy of its own again and again; a write that is lost with its server is tried on the other.</summary>
    private async Task WriteByHttp(LayersProcess[] servers, int index, string project)
    {
        var left = Writes * 4 / 10 / HttpWriters;
        for (var turn = index; left > 0 && !stop.IsCancellationRequested; turn++)
        {
            using var client = servers[turn % servers.Length].Client(api.Given.Key.Text.Reveal());
            try
            {
                for (; left > 0; left--)
                {
                    var answer = await client.PatchJson($"/v1/projects/{project}/approval-policy", new { firstNPostsBlocked = 1 + (left % 50) });
                    answer.Status.Should().Be(System.Net.HttpStatusCode.OK, answer.Body);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // Its server was killed.
            }
        }
    }

    /// <summary>Two transactions at a time, of which the one that wrote first is committed last.</summary>
    private async Task WriteBySql(string project)
    {
        await using var first = await api.Server.Database.Connect();
        await using var second = await api.Server.Database.Connect();
        for (var left = Writes * 6 / 10 / SqlWriters; left > 0; left -= 2 * EventsInATransaction)
        {
            await Begin(first, project);
            await Begin(second, project);
            await second.Run("commit");
            await first.Run("commit");
        }
    }

    private const string InsertEvents =
        """
        insert into events (organization_id, event_id, event_type, occurred_at, project_id, data)
        select $1, gen_random_uuid(), 'schedule.promotion_failed', '2026-04-18T09:40:12Z', $2,
            json_build_object('containerId', 'cnt_' || gen_random_uuid(), 'reason', 'SCHEDULE_PASSED', 'scheduledPostIds', '[]'::json)
        from generate_series(1, $3)
        """;

    private async Task Begin(NpgsqlConnection connection, string project)
    {
        await connection.Run("begin");
        await using var insert = new NpgsqlCommand(InsertEvents, connection)
        {
            Parameters =
            {
                new() { Value = api.Given.OrganizationId.Value }, new() { Value = project.Uuid() }, new() { Value = EventsInATransaction },
            },
        };
        await insert.ExecuteNonQueryAsync();
    }

    private Task<long> Events() => api.Server.Database.Value<long>("select count(*) from events")!;

    /// <summary>Throws what <paramref name="meanwhile"/> throws, as soon as it does.</summary>
    private static Task Until(Func<Task<bool>> condition, string what, params Task[] meanwhile) =>
        Eventually.Holds(
            async () =>
            {
                foreach (var task in meanwhile.Where(task => task.IsFaulted))
                    await task;
                return await condition();
            },
            what,
            Patience);
}
