using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Layers.Api.Tests.Scheduling;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.Events;

/// <summary>What events hold, key by key and in the promised order: the documented keys first.</summary>
public sealed class EventDataTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Fourteen = "2030-01-01T14:00:00Z";

    private static readonly JsonSerializerOptions AsItCame = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Generated_HoldsTheAssetsAsTheContainerShowsThem()
    {
        var scene = await api.Open();

        var data = await DataOf("content.generated", scene.Container);

        var assets = (await api.Given.Container(scene.Container))["assets"]!.ToJsonString();
        assets.Should().Contain("\"url\":\"http").And.NotContain("media:");
        data.Should().Be(
            $$"""{"id":"{{scene.Container}}","projectId":"{{scene.Project}}","assets":{{assets}},"creativeType":"uploaded","status":"completed","approvalStatus":"not_required","revision":2}""");
    }

    [Fact]
    public async Task Approved_HoldsWhoAndWhen()
    {
        var scene = await api.Pending();
        var approved = await api.Client.PostJson($"/v1/content/{scene.Container}/approve", new { note = "Fine." });

        (await DataOf("content.approved", scene.Container)).Should().Be(
            $$"""{"id":"{{scene.Container}}","projectId":"{{scene.Project}}","approvedAt":"{{approved.Text("approvedAt")}}","approvedBy":"{{api.Given.Actor}}","approvalNote":"Fine.","decisionSource":"person","creativeType":"uploaded","status":"completed","approvalStatus":"approved","revision":3}""");
    }

    [Fact]
    public async Task Rejected_HoldsWhoWhenAndWhy()
    {
        var scene = await api.Pending();
        var rejected = await api.Reject(scene);

        (await DataOf("content.rejected", scene.Container)).Should().Be(
            $$"""{"id":"{{scene.Container}}","projectId":"{{scene.Project}}","rejectedAt":"{{rejected.Text("rejectedAt")}}","rejectedBy":"{{api.Given.Actor}}","reason":"Wrong logo.","decisionSource":"person","creativeType":"uploaded","status":"completed","approvalStatus":"rejected","revision":3}""");
    }

    [Fact]
    public async Task Scheduled_HoldsTheHour()
    {
        var scene = await api.Open();
        var id = await PostAtFourteen(scene);

        (await DataOf("post.scheduled", scene.Container)).Should().Be(
            $$"""{"scheduledPostId":"{{id}}","containerId":"{{scene.Container}}","scheduledFor":"{{Fourteen}}","projectId":"{{scene.Project}}","socialAccountId":"{{scene.Account}}","mode":"publish","status":"queued","caption":"The roast that started it all.","firstComment":null}""");
    }

    [Theory]
    [InlineData("publish", "published")]
    [InlineData("draft", "draft")]
    public async Task Published_HoldsThePlaceOnThePlatform(string mode, string status)
    {
        var scene = await api.Open();
        var id = await api.QueuedPost(scene, mode);
        await api.DispatchInAnHour();
        var post = await api.Post(id);

        (await DataOf("post.published", scene.Container)).Should().Be(
            $$"""{"scheduledPostId":"{{id}}","containerId":"{{scene.Container}}","externalId":"{{post["externalId"]}}","externalUrl":"{{post["externalUrl"]}}","projectId":"{{scene.Project}}","socialAccountId":"{{scene.Account}}","mode":"{{mode}}","status":"{{status}}","scheduledFor":"{{post["scheduledFor"]}}","publishedAt":"{{post["publishedAt"]}}","attempts":1}""");
    }

    [Fact]
    public async Task Failed_HoldsWhy()
    {
        var scene = await api.Open();
        var id = await PostAtFourteen(scene);
        (await api.Disconnect(scene)).Status.Should().Be(HttpStatusCode.OK);
        var failure = (await api.Post(id))["failure"]!;

        (await DataOf("post.failed", scene.Container)).Should().Be(
            $$"""{"scheduledPostId":"{{id}}","containerId":"{{scene.Container}}","failure":{"code":"{{failure["code"]}}","message":"{{failure["message"]}}"},"projectId":"{{scene.Project}}","socialAccountId":"{{scene.Account}}","mode":"publish","status":"failed","scheduledFor":"{{Fourteen}}","attempts":0}""");
    }

    [Fact]
    public async Task Canceled_HoldsWhenAndWhy()
    {
        var scene = await api.Open();
        var id = await PostAtFourteen(scene);
        var canceled = await api.Client.Call(HttpMethod.Delete, $"/v1/scheduled-posts/{id}", Http.Endpoint.Json("""{ "reason": "Not now." }"""));

        (await DataOf("post.canceled", scene.Container)).Should().Be(
            $$"""{"scheduledPostId":"{{id}}","containerId":"{{scene.Container}}","canceledAt":"{{canceled.Text("canceledAt")}}","cancelReason":"Not now.","projectId":"{{scene.Project}}","socialAccountId":"{{scene.Account}}","mode":"publish","status":"canceled","scheduledFor":"{{Fourteen}}"}""");
    }

    private async Task<string> PostAtFourteen(Scene scene)
    {
        var schedule = await api.Schedule(scene.Container, new { scheduledFor = Fourteen, targets = new[] { Steps.To(scene.Account) } });
        schedule.Status.Should().Be(HttpStatusCode.Created, schedule.Body);
        return schedule.PostIds().Single();
    }

    /// <summary>Of the one event of that type and container, as it was sent.</summary>
    private async Task<string> DataOf(string type, string container)
    {
        await api.Server.Send(new PositionEvents());
        var page = await api.Client.GetJson($"/v1/events?eventType={type}&limit=200");
        var all = page.Json["items"]!.AsArray().Select(item => item!["data"]!);
        return all.Single(data => (string?)(data["containerId"] ?? data["id"]) == container).ToJsonString(AsItCame);
    }
}
