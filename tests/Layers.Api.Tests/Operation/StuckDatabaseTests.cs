using System.Net;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.Operation;

/// <summary>The database hangs: connections stay open, and nothing comes back.</summary>
public sealed class StuckDatabaseTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Callers = 200;

    /// <summary>The same bounds as otherwise, only shorter.</summary>
    private const string Impatient = "Timeout=1;Command Timeout=1;Cancellation Timeout=100;Keepalive=1";

    [Fact]
    public async Task Database_ThatHangs_GivesEveryCallerA503InBoundedTime_AndIsUsedAgainWhenItGoesOn()
    {
        await using var proxy = new PostgresProxy(api.Server.Database, Impatient);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var project = await api.Given.Project();
        await Eventually.Holds(async () => (await client.GetJson($"/v1/projects/{project}")).Status == HttpStatusCode.OK, "the server serves");

        var thaw = proxy.Freeze();
        var answers = await Crowd.Of(Callers, index => index % 2 == 0
            ? client.GetJson($"/v1/projects/{project}")
            : client.PatchJson($"/v1/projects/{project}", new { name = "Nobody's" })).InTime();
        using var nobody = server.Client();
        var ready = await nobody.GetJson("/health/ready").InTime();
        thaw();

        foreach (var answer in answers)
        {
            answer.ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
                { "code": "UNAVAILABLE", "message": "The database is out of reach; try again soon." }
                """);
            answer.Header("Retry-After").Should().Be("1");
        }

        ready.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE")["details"]!["reasons"]!.AsArray().Single()!.GetValue<string>().Should().Be("database");
        await Eventually.Holds(async () => (await client.GetJson($"/v1/projects/{project}")).Status == HttpStatusCode.OK, "the server serves again");
        (await api.Client.GetJson($"/v1/projects/{project}")).Text("name").Should().NotBe("Nobody's");
    }

    [Fact]
    public async Task WaitForEvents_WhenItsConnectionIsDeadWithoutBeingClosed_IsSetUpAgain()
    {
        using var logs = new LogCapture();
        var given = await Given.Organization(api.Server);
        await using var proxy = new PostgresProxy(api.Server.Database, Impatient);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy, logs: logs);
        using var client = server.Client(given.Key.Text.Reveal());
        var first = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await Eventually.Holds(async () => await Listener() > 0, "the server listens");
        var dead = await Listener();

        var losses = Losses(logs);
        var thaw = proxy.Freeze();
        await Eventually.Holds(() => Task.FromResult(Losses(logs) > losses), "the silence was noticed");
        thaw();
        await Eventually.Holds(async () => await Listener() is > 0 and var listener && listener != dead, "the server listens again");

        await first.InTime(); // It may have been told to come again.
        var second = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await given.GatedProject();
        await api.Server.Send(new PositionEvents());
        (await second.InTime()).Json["items"]!.AsArray().Should().ContainSingle();
    }

    private static int Losses(LogCapture logs) => logs.Lines.Count(line => line.Text.Contains("listens for new events was lost"));

    private Task<int> Listener() =>
        api.Server.Database.Value<int>("select pid from pg_stat_activity where datname = current_database() and query = 'listen layers_events' order by backend_start desc limit 1");
}
