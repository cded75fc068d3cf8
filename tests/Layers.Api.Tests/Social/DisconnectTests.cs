using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Social;

public sealed class DisconnectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Disconnect_KeepsTheRow()
    {
        var scene = await api.Open();

        var answer = await api.Disconnect(scene);

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "socialAccountId": "{{scene.Account}}", "projectId": "{{scene.Project}}", "platform": "tiktok", "handle": "@acme", "publisher": "sandbox",
              "settings": {}, "status": "disconnected", "createdAt": "{{api.Now()}}", "disconnectedAt": "{{api.Now()}}" }
            """);
        (await api.Client.GetJson($"/v1/projects/{scene.Project}/social-accounts")).Json["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Disconnect_FailsTheQueuedPostsOfThisAccountOnly()
    {
        var scene = await api.Open();
        var other = scene with { Account = await api.Given.Account(scene.Project) };
        var ids = (await api.Schedule(scene, targets: 2)).PostIds();
        var untouched = await api.QueuedPost(other);

        var answer = await api.Disconnect(scene);

        foreach (var id in ids)
        {
            var post = await api.Post(id);
            ((string?)post["status"]).Should().Be("failed");
            JsonNode.DeepEquals(post["failure"], JsonNode.Parse(
                """{ "code": "SOCIAL_ACCOUNT_DISCONNECTED", "message": "The account was disconnected before the post went out." }""")).Should().BeTrue();
        }

        (await api.StatusOf(untouched)).Should().Be("queued");
        (await api.Given.AuditOf(answer)).Select(row => row.Type).Should().Equal("social_account.disconnected", "scheduled_post.failed", "scheduled_post.failed");
        await api.DispatchInAnHour();
        (await api.StatusOf(untouched)).Should().Be("published");
    }

    [Fact]
    public async Task Disconnect_Again_ChangesNothing()
    {
        var scene = await api.Open();
        var first = await api.Disconnect(scene);
        api.Clock.Advance(Duration.FromMinutes(1));

        var second = await api.Disconnect(scene);

        second.ShouldBeJson(HttpStatusCode.OK, first.Body);
        (await api.Given.AuditOf(second)).Should().BeEmpty();
    }

    [Fact]
    public async Task Disconnect_LeavesAPublishedPostAlone()
    {
        var scene = await api.Open();
        var post = await api.QueuedPost(scene);
        await api.DispatchInAnHour();

        await api.Disconnect(scene);

        (await api.StatusOf(post)).Should().Be("published");
    }

    [Fact]
    public async Task Disconnect_OfWhatIsNotThere_Is404()
    {
        var (scene, elsewhere) = (await api.Open(), await api.Given.Project());
        var stranger = await Given.Organization(api.Server);

        (await api.Disconnect(scene with { Project = elsewhere })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await api.Disconnect(scene with { Account = $"sa_{Guid.NewGuid()}" })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await stranger.Client.DeleteJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}"))
            .ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Disconnect_InAnArchivedProject_IsRefused()
    {
        var scene = await api.Open();
        await api.Client.DeleteJson($"/v1/projects/{scene.Project}");

        (await api.Disconnect(scene)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }
}
