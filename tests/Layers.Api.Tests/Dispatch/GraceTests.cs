using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Posts that could not go out at their hour: nothing goes out at an hour that nobody chose.</summary>
public sealed class GraceTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    [Theory]
    [InlineData(60 * 60 * 1_000, "published")]
    [InlineData((60 * 60 * 1_000) + 1, "failed")]
    public async Task Post_WhoseHourPassedLongerAgoThanTheGrace_Fails(int millisecondsLate, string status)
    {
        var id = await api.QueuedPost(await api.Open());

        api.Clock.Advance(Steps.Hour + Duration.FromMilliseconds(millisecondsLate));
        await api.Dispatch();

        (await api.StatusOf(id)).Should().Be(status);
    }

    [Fact]
    public async Task Post_ThatIsTooLate_SaysSoInItsEventAndInTheAuditLog()
    {
        await using var relay = await Relay.Start();
        var id = await api.QueuedPost(await api.Open(relay));

        api.Clock.Advance(Duration.FromHours(30));
        await api.Dispatch();

        relay.Requests.Should().BeEmpty();
        var post = await api.Post(id);
        ((string?)post["failure"]!["code"], (string?)post["lastError"]!["code"], (int)post["attempts"]!).Should().Be(("SCHEDULE_PASSED", "SCHEDULE_PASSED", 0));
        var row = (await api.Given.Audit()).Last(row => (string?)row.Data["scheduledPostId"] == id);
        (row.Actor, (string?)row.Data["failure"]!["code"]).Should().Be(("system:dispatch", "SCHEDULE_PASSED"));
        (await api.EventsOf("post.failed")).Should().Contain(data => (string?)data["scheduledPostId"] == id);
    }

    [Fact]
    public async Task Post_ThatWasTriedInTime_IsTriedAgainHoweverLate()
    {
        await using var relay = await Relay.Start();
        relay.Refuse(503);
        var id = await api.QueuedPost(await api.Open(relay));
        await api.DispatchInAnHour();

        relay.Answer = Relay.Take;
        api.Clock.Advance(Duration.FromHours(30));
        await api.Dispatch();

        (await api.StatusOf(id)).Should().Be("published");
    }

    [Fact]
    public async Task Posts_OfAServerThatWasAway_FailManyAtATime_AndThoseInTimeGoOut()
    {
        await using var relay = await Relay.Start();
        var given = await Given.Organization(api.Server);
        var project = await given.Project();
        var account = await given.Client.PostJson(
            $"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "relay", settings = new { url = relay.Url } });
        var targets = new[] { Steps.To(account.Text("socialAccountId")) };
        var container = await given.Uploaded(project);
        var late = await given.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = api.In(Steps.Hour), targets });
        var inTime = await given.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = api.In(Duration.FromHours(31)), targets });
        await api.Server.Database.Run(
            """
            insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
              scheduled_for, due_at, attempts, created_at)
            select organization_id, gen_random_uuid(), project_id, container_id, social_account_id, mode, status, caption, scheduled_for, due_at, 0, created_at
            from scheduled_posts, generate_series(1, 1499) where scheduled_post_id = $1
            """,
            late.PostIds().Single().Uuid());

        api.Clock.Advance(Duration.FromHours(31));
        (await api.Server.DispatchDuePosts()).Should().BeGreaterThanOrEqualTo(500, "they end many at a time");
        await api.Dispatch();

        relay.Requests.Select(request => request.Key).Should().Equal(inTime.PostIds());
        (await api.Server.Database.Value<long>(
            "select count(*) from scheduled_posts where organization_id = $1 and failure_code = 'SCHEDULE_PASSED'", given.OrganizationId.Value)).Should().Be(1_500);
        (await api.Server.Database.Value<long>(
            "select count(*) from events where organization_id = $1 and event_type = 'post.failed'", given.OrganizationId.Value)).Should().Be(1_500);
        (await given.Audit()).Count(row => row.Actor == "system:dispatch").Should().Be(1_501);
    }

    [Fact]
    public async Task Grace_CanBeSet()
    {
        await using var server = await ApiServer.Start(
            new Dictionary<string, string?> { ["Layers:Dispatch:GraceMinutes"] = "1" }, api.Server.Database, api.Clock);
        var id = await api.QueuedPost(await api.Open());

        api.Clock.Advance(Steps.Hour + Duration.FromMinutes(2));
        await server.DispatchDuePosts();

        (await api.StatusOf(id)).Should().Be("failed");
    }
}
