using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>Posts whose hour has come while nothing may leave: they wait, as long as the grace lasts.</summary>
public sealed class WaitingPostsTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    [Fact]
    public async Task Post_OfAnAccountThatMustSignInAgain_GoesOutWhenItHas()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var ids = (await api.Schedule(scene, targets: 3)).PostIds();
        await RequireReauth(scene);
        await api.DispatchInAnHour();
        foreach (var id in ids)
            (await api.StatusOf(id)).Should().Be("queued");
        (await api.Server.DueAccounts()).Should().NotContain(due => due.Account.Value == scene.Account.Uuid(), "there is nothing to be done");

        api.Clock.Advance(Duration.FromMinutes(60));
        await Reconnect(scene);
        await api.Dispatch();

        relay.Requests.Select(request => request.Key).Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task Post_WhoseAccountDoesNotSignInWithinTheGrace_Fails()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        var later = (await api.Schedule(scene.Container, new { scheduledFor = api.In(Duration.FromHours(2)), targets = new[] { Steps.To(scene.Account) } })).PostIds();
        await RequireReauth(scene);

        api.Clock.Advance(Duration.FromHours(2) + Duration.FromMilliseconds(1));
        await api.Dispatch();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", "SCHEDULE_PASSED"));
        (await api.StatusOf(later.Single())).Should().Be("queued", "its grace is not over");
        relay.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Post_BetweenTwoAttempts_WaitsForTheSignInToo_AndFailsAfterTheGrace()
    {
        await using var relay = await Relay.Start();
        relay.Refuse(503);
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        await RequireReauth(scene);

        api.Clock.Advance(Duration.FromMinutes(30));
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("publishing");
        api.Clock.Advance(Duration.FromMinutes(31));
        await api.Dispatch();

        var post = await api.Post(id);
        ((string?)post["failure"]!["code"], (string?)post["lastError"]!["code"]).Should().Be(("SCHEDULE_PASSED", "RELAY_UNAVAILABLE"));
        relay.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(59, "published")]
    [InlineData(61, "failed")]
    public async Task Post_OfASuspendedOrganization_GoesOnFromThereWhenItIsActiveAgain(int minutes, string status)
    {
        var given = await Given.Organization(api.Server);
        var post = await given.Scheduled(await given.Project(), api.In(Steps.Hour));
        await SetStatus(given, "suspended");
        api.Clock.Advance(Steps.Hour + Duration.FromMinutes(minutes));
        await api.Dispatch();
        (await Status()).Should().Be("queued");

        await SetStatus(given, "active");
        await api.Dispatch();

        (await Status()).Should().Be(status);

        Task<string?> Status() => api.Server.Database.Value<string>("select status from scheduled_posts where scheduled_post_id = $1", post.Uuid());
    }

    [Fact]
    public async Task Post_OfAnArchivedProject_IsCanceledInsteadOfSent()
    {
        await using var relay = await Relay.Start();
        var scene = await api.Open(relay);
        var id = await api.QueuedPost(scene);
        await api.Server.Database.Run("update projects set archived_at = created_at where project_id = $1", scene.Project.Uuid());

        await api.DispatchInAnHour();

        relay.Requests.Should().BeEmpty();
        (await api.StatusOf(id)).Should().Be("canceled");
    }

    private Task<object?> RequireReauth(Scene scene) =>
        api.Server.Database.Run("update social_accounts set status = 'reauth_required' where social_account_id = $1", scene.Account.Uuid());

    private async Task Reconnect(Scene scene)
    {
        var answer = await api.Client.PostJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}/reconnect");
        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
    }

    private Task<object?> SetStatus(Given given, string status) =>
        api.Server.Database.Run("update organizations set status = $1 where organization_id = $2", status, given.OrganizationId.Value);
}
