using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Commands;

public sealed class DemoCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Demo_MakesContainersInEveryStateAndSaysWhichIsWhich()
    {
        await using var server = await layers.Serve();

        var demo = (await layers.RunWell("demo", "--json")).Json;

        using var client = server.Client((string)demo["apiKey"]!);
        var whoami = (await client.GetJson("/v1/whoami")).Json;
        ((string?)whoami["organizationId"]).Should().Be((string?)demo["organizationId"]);
        ((string?)whoami["rateLimitTier"]).Should().Be("internal");
        whoami["scopes"]!.AsArray().Select(scope => (string?)scope).Should().Equal("*");
        ((string?)demo["apiKey"]).Should().StartWith("lp_live_");

        var list = (await client.GetJson($"/v1/projects/{demo["projectId"]}/content?limit=200")).Json["items"]!.AsArray();
        Every(list, "status").Should().BeEquivalentTo("queued", "processing", "completed", "failed", "canceled");
        Every(list, "approvalStatus").Should().BeEquivalentTo("not_required", "pending", "approved", "rejected");
        Every(list, "creativeType").Should().BeEquivalentTo("uploaded", "generated");

        await ShouldBe(client, demo["approvedId"], "completed", "approved");
        await ShouldBe(client, demo["rejectedId"], "completed", "rejected");
        await ShouldBe(client, demo["notRequiredId"], "completed", "not_required");
        await ShouldBe(client, demo["unfinishedId"], "queued", "pending");
        demo["pendingIds"]!.AsArray().Should().HaveCountGreaterThan(1);
        foreach (var pending in demo["pendingIds"]!.AsArray())
            await ShouldBe(client, pending, "completed", "pending");
        ((string?)(await Get(client, demo["uploadedId"]))["creativeType"]).Should().Be("uploaded");
        ((string?)(await Get(client, demo["generatedId"]))["creativeType"]).Should().Be("generated");
    }

    [Fact]
    public async Task Demo_IsWhatTheProductDoes_ItsFirstPendingCanBeApprovedAndItsMediaSeen()
    {
        var demo = (await layers.RunWell("demo", "--json")).Json;
        await using var server = await layers.Serve();
        using var client = server.Client((string)demo["apiKey"]!);
        var pending = demo["pendingIds"]![0];

        (await client.PostJson($"/v1/content/{pending}/approve")).Status.Should().Be(HttpStatusCode.OK);

        foreach (var id in new[] { pending, demo["uploadedId"], demo["generatedId"] })
        {
            var asset = (await Get(client, id))["assets"]![0]!;
            using var media = await client.GetAsync((string?)asset["url"]);
            media.StatusCode.Should().Be(HttpStatusCode.OK);
            media.Content.Headers.ContentType!.MediaType.Should().Be((string?)asset["mimeType"]);
        }
    }

    [Fact]
    public async Task Demo_SchedulesOnlyWhereTheMediaFit()
    {
        var demo = (await layers.RunWell("demo", "--json")).Json;
        await using var server = await layers.Serve();
        using var client = server.Client((string)demo["apiKey"]!);

        var posts = (await client.GetJson($"/v1/projects/{demo["projectId"]}/scheduled-posts")).Json["items"]!.AsArray();
        var accounts = (await client.GetJson($"/v1/projects/{demo["projectId"]}/social-accounts")).Json["items"]!.AsArray();

        Every(posts, "status").Should().BeEquivalentTo("queued", "held");
        foreach (var post in posts)
        {
            var platform = (string?)accounts.Single(account => Same(account!["socialAccountId"], post!["socialAccountId"]))!["platform"];
            var fit = (await Get(client, post!["containerId"]))["platformFit"]!.AsArray().Single(one => (string?)one!["platform"] == platform)!;
            fit["issues"]!.AsArray().Should().BeEmpty();
            ((bool)fit["ok"]!).Should().BeTrue();
        }
    }

    [Fact]
    public async Task Demo_MakesNothingThatTikTokWouldRefuse()
    {
        var demo = (await layers.RunWell("demo", "--json")).Json;
        await using var server = await layers.Serve();
        using var client = server.Client((string)demo["apiKey"]!);

        var list = (await client.GetJson($"/v1/projects/{demo["projectId"]}/content?status=completed&limit=200")).Json["items"]!.AsArray();

        list.Should().HaveCount(7);
        foreach (var row in list)
        {
            var fit = (await Get(client, row!["id"]))["platformFit"]!.AsArray().Single(one => (string?)one!["platform"] == "tiktok")!;
            fit["issues"]!.AsArray().Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Demo_WithoutJson_PrintsACurlThatWorks()
    {
        var text = (await layers.RunWell("demo")).Output;

        text.Should().MatchRegex("curl 'http://127.0.0.1:5080/v1/projects/prj_[0-9a-f-]{36}/content\\?.*' -H 'Authorization: Bearer lp_live_");
    }

    private static IEnumerable<string> Every(JsonArray rows, string field) => rows.Select(row => (string)row![field]!).Distinct();

    private static async Task<JsonNode> Get(HttpClient client, JsonNode? id) => (await client.GetJson($"/v1/content/{id}")).Json;

    private static bool Same(JsonNode? one, JsonNode? other) => (string?)one == (string?)other;

    private static async Task ShouldBe(HttpClient client, JsonNode? id, string status, string approvalStatus)
    {
        var container = await Get(client, id);
        ((string?)container["status"]).Should().Be(status);
        ((string?)container["approvalStatus"]).Should().Be(approvalStatus);
    }
}
