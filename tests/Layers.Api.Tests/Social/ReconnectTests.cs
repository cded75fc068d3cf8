using System.Net;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;

namespace Layers.Api.Tests.Social;

public sealed class ReconnectTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Reconnect_AfterThePlatformRefused_LetsPostsThroughAgain()
    {
        var scene = await api.Open();
        await RequireReauth(scene);
        (await api.Schedule(scene)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "targets[0].socialAccountId");

        var answer = await Reconnect(scene);

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "socialAccountId": "{{scene.Account}}", "projectId": "{{scene.Project}}", "platform": "tiktok", "handle": "@acme", "publisher": "sandbox",
              "settings": {}, "status": "connected", "createdAt": "{{api.Now()}}", "disconnectedAt": null }
            """);
        (await api.Given.AuditOf(answer)).Should().ContainSingle(row => row.Type == "social_account.reconnected");
        (await api.Schedule(scene)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Reconnect_OfAConnectedAccount_ChangesNothing()
    {
        var scene = await api.Open();

        var answer = await Reconnect(scene);

        answer.Text("status").Should().Be("connected");
        (await api.Given.AuditOf(answer)).Should().BeEmpty();
    }

    [Fact]
    public async Task Reconnect_OfADisconnectedAccount_IsRefused()
    {
        var scene = await api.Open();
        await api.Disconnect(scene);

        var error = (await Reconnect(scene)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        ((string?)error["details"]!["status"]).Should().Be("disconnected");
    }

    [Fact]
    public async Task Reconnect_InAnArchivedProject_IsRefused()
    {
        var scene = await api.Open();
        await RequireReauth(scene);
        await api.Client.DeleteJson($"/v1/projects/{scene.Project}");

        (await Reconnect(scene)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Reconnect_OfWhatIsNotThere_Is404()
    {
        var scene = await api.Open();

        (await Reconnect(scene with { Project = await api.Given.Project() })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    private Task<object?> RequireReauth(Scene scene) =>
        api.Server.Database.Run("update social_accounts set status = 'reauth_required' where social_account_id = $1", scene.Account.Uuid());

    private Task<Answer> Reconnect(Scene scene) =>
        api.Client.PostJson($"/v1/projects/{scene.Project}/social-accounts/{scene.Account}/reconnect");
}
