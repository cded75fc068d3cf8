using System.Diagnostics;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Two servers as operators run them, on one database, with a great many posts due at once.</summary>
public sealed class TwoProcessesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Posts = 10_000;

    /// <summary>The most that one server publishes at the same time: when more wait, both have some under way.</summary>
    private const int Batch = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly ApiFixture api = new();
    private HashSet<string> ids = [];

    public Task InitializeAsync() => api.InitializeAsync();

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task TenThousandDuePosts_ReachTheRelayOnceEach()
    {
        using var folder = new TempFolder();
        await using var relay = await CountingRelay.Start();
        await InsertDuePosts(relay);

        var started = Stopwatch.GetTimestamp();
        await using var first = await StartServer(folder);
        await using var second = await StartServer(folder);
        await UntilAllArePublished();
        output.WriteLine($"{Posts / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} posts/s, from the start of the first process");

        ids.SetEquals(relay.Counts.Keys).Should().BeTrue("none is lost");
        relay.Counts.Values.Max().Should().Be(1);
    }

    [Fact]
    public async Task TenThousandDuePosts_WhenAServerIsKilledInTheMiddle_ReachTheRelayOnceByKey()
    {
        using var folder = new TempFolder();
        await using var relay = await CountingRelay.Start(holdsBackFrom: Posts / 2);
        await InsertDuePosts(relay);
        await using var first = await StartServer(folder);
        await using var second = await StartServer(folder);

        await Eventually.Holds(() => Task.FromResult(relay.Waiting > Batch), "both servers wait for the relay", Patience);
        await first.Kill();
        relay.Open();
        await UntilNone("status = 'queued'", "what nobody holds is taken up");
        await EndClaims();
        await UntilAllArePublished();

        ids.SetEquals(relay.Counts.Keys).Should().BeTrue("none is lost, and none comes with another key");
        relay.Counts.Values.Count(count => count > 1).Should().BePositive("the killed server had some under way");
    }

    private Task<LayersProcess> StartServer(TempFolder folder) =>
        LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            ["Layers__Workers__Enabled"] = "true",
            ["Layers__Relay__AllowPrivateAddresses"] = "true",
        });

    /// <summary>As if the time of the claims had passed: those of the killed server are taken over.</summary>
    private Task<object?> EndClaims() =>
        api.Server.Database.Run("update scheduled_posts set due_at = now(), leased_until = now() where status = 'publishing'");

    private Task UntilAllArePublished() => UntilNone("status <> 'published'", "all posts are published");

    private Task UntilNone(string which, string because) =>
        Eventually.Holds(
            async () => !(bool)(await api.Server.Database.Run($"select exists (select from scheduled_posts where {which})"))!, because, Patience);

    private async Task InsertDuePosts(CountingRelay relay)
    {
        var scene = await api.Open();
        await api.Server.Database.Run("update social_accounts set publisher = 'relay', relay_url = $1 where social_account_id = $2", relay.Url, scene.Account.Uuid());
        await api.Server.Database.Run(InsertPosts, scene.Container.Uuid(), scene.Account.Uuid(), Posts);
        var stored = (Guid[])(await api.Server.Database.Run("select array_agg(scheduled_post_id) from scheduled_posts"))!;
        ids = [.. stored.Select(id => $"sp_{id}")];
    }

    // Due by the clock of the processes, which is the true one.
    private const string InsertPosts =
        """
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
          scheduled_for, due_at, attempts, created_at)
        select c.organization_id, gen_random_uuid(), c.project_id, c.container_id, $2, 'publish', 'queued', 'Post ' || n,
          now(), now(), 0, now()
        from containers c, generate_series(1, $3) n
        where c.container_id = $1
        """;
}
