using System.Net;
using Layers.Api.Composition;
using Layers.Application.Operation;
using Layers.Testing;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Acme.Moderation.Tests;

/// <summary>A node without the extension, beside one that has it or after it was taken out.</summary>
public sealed class MissingGateRuleTests : IAsyncLifetime
{
    private const string Rule = "Acme.Moderation.DelicateWordsRule";

    private ApiServer full = null!;
    private ApiServer bare = null!;
    private Given given = null!;
    private string post = null!;

    public async Task InitializeAsync()
    {
        full = await ApiServer.Start(parts: new Parts(layers => layers.Add<AcmeModeration>()));
        bare = await ApiServer.Start(database: full.Database, clock: full.Clock);
        given = await Given.Organization(full);
        post = await given.Scheduled(await given.Project(), "2030-01-01T00:00:00Z");
        full.Clock.Reset(Instant.FromUtc(2030, 1, 1, 0, 0));
    }

    [Fact]
    public async Task Node_ThatLacksARule_HandsOverNoPosts()
    {
        (await bare.DispatchDuePosts()).Should().Be(0);
        (await Status()).Should().Be("queued");

        (await full.DispatchDuePosts()).Should().Be(1);
        (await Status()).Should().Be("published");
    }

    [Fact]
    public async Task Node_ThatLacksARule_IsNotReady()
    {
        await Eventually.Holds(async () => (await Ready(full)).Status == HttpStatusCode.OK, "the node with the rule is ready");
        (await Ready(bare)).ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE")["details"]!["reasons"]!.ToJsonString().Should().Be("""["gate_rules"]""");
    }

    [Fact]
    public async Task Node_ThatLacksARule_LogsItOnce()
    {
        using var logs = new LogCapture();
        await using var another = await ApiServer.Start(database: full.Database, clock: full.Clock, logs: logs);

        await another.Send(new CompareGateRules());

        logs.Lines.Should().ContainSingle(line => line.Level == LogLevel.Error).Which.Text.Should().Contain(Rule);
    }

    [Fact]
    public async Task Node_ThatLacksARule_StillSchedulesAndDecides()
    {
        var there = await Given.Organization(bare);

        var container = await there.Pending(await there.GatedProject());

        (await there.Client.PostJson($"/v1/content/{container}/approve")).Status.Should().Be(HttpStatusCode.OK);
        (await there.Scheduled(await there.Project(), "2030-01-02T00:00:00Z")).Should().StartWith("sp_");
    }

    [Fact]
    public async Task Post_WithADelicateTextOfItsOwn_ThatANodeWithoutTheRuleScheduled_IsHeldBackAtItsHour()
    {
        using var client = bare.Client(given.Key.Text.Reveal());
        var project = await given.Project();
        var container = await given.Uploaded(project);
        var targets = new[] { new { socialAccountId = await given.Account(project), mode = "publish", captionOverride = "A miracle in three days." } };
        var schedule = await client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = "2030-01-01T00:00:01Z", targets });
        schedule.Status.Should().Be(HttpStatusCode.Created, schedule.Body);

        full.Clock.Advance(Duration.FromSeconds(1));
        await full.DispatchDuePosts();

        post = (string)schedule.Json["scheduledPostIds"]![0]!;
        (await Status()).Should().Be("queued");
    }

    [Fact]
    public async Task Rule_ThatIsRemoved_IsNotWaitedFor()
    {
        (await bare.Send(new ListGateRules())).Should().Contain(rule => rule.Name == Rule && !rule.IsHere);

        (await bare.Send(new RemoveGateRule(Rule))).Name.Should().Be(Rule);

        (await bare.DispatchDuePosts()).Should().Be(1);
        (await bare.Send(new ListGateRules())).Should().OnlyContain(rule => rule.IsHere);
        await Eventually.Holds(async () => (await Ready(bare)).Status == HttpStatusCode.OK, "the node is ready");
    }

    [Fact]
    public async Task Rule_OfANodeThatStartsLater_StopsTheOthersAtOnce()
    {
        await bare.Send(new RemoveGateRule(Rule));

        await using var later = await ApiServer.Start(database: full.Database, clock: full.Clock, parts: new Parts(layers => layers.Add<AcmeModeration>()));

        (await bare.DispatchDuePosts()).Should().Be(0);
    }

    public async Task DisposeAsync()
    {
        await bare.DisposeAsync();
        await full.DisposeAsync();
    }

    private static async Task<Answer> Ready(ApiServer server)
    {
        using var nobody = server.Client();
        return await nobody.GetJson("/health/ready");
    }

    private async Task<string> Status() => (await given.Client.GetJson($"/v1/scheduled-posts/{post}")).Text("status");
}
