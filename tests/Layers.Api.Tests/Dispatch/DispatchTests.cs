using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

public sealed class DispatchTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("publish", "published", "scheduled_post.published")]
    [InlineData("managed", "published", "scheduled_post.published")]
    [InlineData("draft", "draft", "scheduled_post.draft")]
    public async Task Dispatch_BringsAPostToTheEndOfItsMode(string mode, string status, string audited)
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene, mode);

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["publishedAt"], (int)post["attempts"]!).Should().Be((status, api.Now(), 1));
        ((string?)post["externalId"]).Should().Be($"sandbox-{id.Uuid():N}");
        ((string?)post["externalUrl"]).Should().Be($"https://sandbox.invalid/{id.Uuid():N}");
        var row = (await AuditOf(id))[^1];
        (row.Type, row.Actor, row.ActorType, row.ApiKey).Should().Be((audited, "system:dispatch", "system", null));
    }

    [Fact]
    public async Task Dispatch_WaitsForTheHour()
    {
        var id = await api.QueuedPost(await api.Open());

        api.Clock.Advance(Steps.Hour - Duration.FromMilliseconds(1));
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("queued");

        api.Clock.Advance(Duration.FromMilliseconds(1));
        await api.Dispatch();
        (await api.StatusOf(id)).Should().Be("published");
    }

    [Theory]
    [InlineData("approval_status = 'pending'")]
    [InlineData("approval_status = 'rejected', decided_at = created_at, decided_by = 'api_key_x', decision_source = 'person', decision_remark = 'No.'")]
    [InlineData("status = 'processing', completed_at = null, assets = null, preview = null, primary_asset = null, platform_fit = null")]
    public async Task Dispatch_AsksTheGateAgain(string closed)
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene);
        await api.Server.Database.Run($"update containers set {closed} where container_id = $1", scene.Container.Uuid());

        for (var hour = 0; hour < 3; hour++)
        {
            await api.DispatchInAnHour();
            var post = await api.Post(id);
            ((string?)post["status"], (int)post["attempts"]!).Should().Be(("queued", 0));
        }
    }

    [Fact]
    public async Task Dispatch_AsksTheGateAgainBeforeARetryToo()
    {
        var scene = await api.Open();
        scene = scene with { Account = await api.Given.Account(scene.Project, handle: "@acme-unavailable") };
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        await api.Server.Database.Run("update containers set approval_status = 'pending' where container_id = $1", scene.Container.Uuid());

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!).Should().Be(("publishing", 1), "it was not handed over again");
    }

    [Fact]
    public async Task Dispatch_ByARefusedAccount_FailsForGood()
    {
        var scene = await api.Open();
        scene = scene with { Account = await api.Given.Account(scene.Project, handle: "@acme-refused") };
        var id = await api.QueuedPost(scene);

        await api.DispatchInAnHour();
        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"], (int)post["attempts"]!).Should().Be(("failed", "PLATFORM_REFUSED", 1));
        (await AuditOf(id))[^1].Type.Should().Be("scheduled_post.failed");
    }

    [Fact]
    public async Task Dispatch_ToADisconnectedAccount_Fails()
    {
        var scene = await api.Open();
        scene = scene with { Account = await api.Given.Account(scene.Project, handle: "@acme-unavailable") };
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();
        await api.Server.Database.Run(
            "update social_accounts set status = 'disconnected', disconnected_at = created_at where social_account_id = $1", scene.Account.Uuid());

        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", "SOCIAL_ACCOUNT_DISCONNECTED"));
    }

    [Fact]
    public async Task Dispatch_TriesFiveTimesWithGrowingPausesAndThenFails()
    {
        var scene = await api.Open();
        scene = scene with { Account = await api.Given.Account(scene.Project, handle: "@acme-unavailable") };
        var id = await api.QueuedPost(scene);
        await api.DispatchInAnHour();

        foreach (var seconds in new[] { 5, 20, 80, 320 })
        {
            var attempts = (int)(await api.Post(id))["attempts"]!;
            api.Clock.Advance(Duration.FromSeconds(0.75 * seconds) - Duration.FromMilliseconds(1));
            await api.Dispatch();
            ((int)(await api.Post(id))["attempts"]!).Should().Be(attempts, "the pause is not over");
            (await api.StatusOf(id)).Should().Be("publishing");
            api.Clock.Advance(Duration.FromSeconds(0.5 * seconds) + Duration.FromMilliseconds(1));
            await api.Dispatch();
            ((int)(await api.Post(id))["attempts"]!).Should().Be(attempts + 1);
        }

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"], (int)post["attempts"]!).Should().Be(("failed", "PLATFORM_UNAVAILABLE", 5));
        await api.DispatchInAnHour();
        ((int)(await api.Post(id))["attempts"]!).Should().Be(5);
    }

    [Fact]
    public async Task Dispatch_ServesEveryOrganization()
    {
        var other = await Given.Organization(api.Server);
        var project = await other.Project();
        var (container, account) = (await other.Uploaded(project), await other.Account(project));
        var posted = await other.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { Steps.To(account) } });
        var mine = await api.QueuedPost(await api.Open());

        api.Clock.Advance(Steps.Hour);
        await api.Server.DispatchDuePosts();

        (await api.StatusOf(mine)).Should().Be("published");
        (await other.Client.GetJson($"/v1/scheduled-posts/{posted.PostIds().Single()}")).Text("status").Should().Be("published");
    }

    private async Task<IReadOnlyList<AuditRow>> AuditOf(string post) =>
        [.. (await api.Given.Audit()).Where(row => (string?)row.Data["scheduledPostId"] == post)];
}
