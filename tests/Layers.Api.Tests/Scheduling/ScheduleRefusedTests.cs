using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Scheduling;

/// <summary>Containers that cannot be scheduled, whoever asks.</summary>
public sealed class ScheduleRefusedTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("schedule")]
    [InlineData("publish")]
    public async Task Rejected_IsRefusedWithTheVerdict(string action)
    {
        var scene = await api.Rejected();

        var error = (await Send(scene, action)).ShouldBeError(HttpStatusCode.Conflict, "CONTENT_REJECTED");

        var gate = (await api.Client.GetJson($"/v1/content/{scene.Container}/gate")).Json;
        JsonNode.DeepEquals(error["details"], gate).Should().BeTrue();
        ((string?)gate["code"]).Should().Be("CONTENT_REJECTED");
        await ShouldHaveNothing(scene);
    }

    [Theory]
    [InlineData("schedule", "queued")]
    [InlineData("schedule", "processing")]
    [InlineData("schedule", "failed")]
    [InlineData("schedule", "canceled")]
    [InlineData("publish", "queued")]
    [InlineData("publish", "failed")]
    public async Task Unfinished_IsRefusedGatedOrNot(string action, string status)
    {
        foreach (var project in new[] { await api.Given.Project(), await api.Given.GatedProject() })
        {
            var container = status switch
            {
                "queued" => api.Given.Queued(project),
                "processing" => api.Given.Processing(project),
                "failed" => api.Given.Failed(project),
                _ => api.Given.Canceled(project),
            };
            var scene = new Scene(project, await container, await api.Given.Account(project));

            var error = (await Send(scene, action)).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");

            ((string?)error["message"]).Should().Be("Container isn't completed yet.");
            ((string?)error["details"]!["status"]).Should().Be(status);
            await ShouldHaveNothing(scene);
        }
    }

    [Theory]
    [InlineData("schedule")]
    [InlineData("publish")]
    public async Task AnotherOrganizationsContainer_Is404AsOneThatDoesNotExist(string action)
    {
        var scene = await api.Open();
        var stranger = await Given.Organization(api.Server);
        var mine = new Scene(await stranger.Project(), scene.Container, "");
        var body = new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(await stranger.Account(mine.Project)) } };

        (await stranger.Client.PostJson($"/v1/content/{scene.Container}/{action}", body)).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await stranger.Client.PostJson($"/v1/content/cnt_{Guid.NewGuid()}/{action}", body)).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("schedule", true)]
    [InlineData("schedule", false)]
    [InlineData("publish", false)]
    public async Task InAnArchivedProject_IsRefused(string action, bool gated)
    {
        var scene = gated ? await api.Pending() : await api.Open();
        await api.Client.DeleteJson($"/v1/projects/{scene.Project}");

        var error = (await Send(scene, action)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        ((string?)error["details"]!["status"]).Should().Be("archived");
        await ShouldHaveNothing(scene);
    }

    private Task<Answer> Send(Scene scene, string action) =>
        api.Client.PostJson(
            $"/v1/content/{scene.Container}/{action}", new { scheduledFor = api.In(Steps.Hour), targets = new[] { Steps.To(scene.Account) } });

    private async Task ShouldHaveNothing(Scene scene)
    {
        (await api.PostsOf(scene)).Should().BeEmpty();
        (await api.Given.Container(scene.Container))["pendingSchedule"].Should().BeNull();
    }
}
