using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Domain;
using Layers.Conformance.Publishing;
using Layers.Testing;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Acme.Moderation.Tests;

/// <summary>The extension's publisher, from the connection of an account to the card on the board.</summary>
public sealed class BoardPublisherTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Layers:Relay:AllowPrivateAddresses"] = "true" };

    private ApiServer server = null!;
    private Given given = null!;
    private HttpPlatform board = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(Settings, parts: new Parts(layers => layers.Add<AcmeModeration>()));
        given = await Given.Organization(server);
        board = await HttpPlatform.Start();
    }

    [Fact]
    public async Task Connect_ShowsTheSettings()
    {
        var account = await Connect(await given.Project(), new { boardUrl = board.Url, column = "This week" });

        account.Status.Should().Be(HttpStatusCode.Created);
        account.Text("publisher").Should().Be("acme-board");
        account.Json["settings"]!.ToJsonString().Should().Be($$"""{"boardUrl":"{{board.Url}}","column":"This week"}""");
        account.Json.AsObject().Should().NotContainKey("signingSecret");
    }

    [Fact]
    public async Task Post_IsPinnedAtItsHour()
    {
        var (project, account) = await Account();
        var post = await Schedule(project, account);

        await server.DispatchDuePosts();
        board.Received.Should().BeEmpty();
        await DispatchInAnHour();

        board.Published.Single().Should().Be("""{"from":"@acme","text":"The roast that started it all.","column":null}""");
        var published = await Post(post);
        ((string?)published["status"], (string?)published["externalUrl"]).Should().Be(("published", $"{board.Url}/{post}"));
    }

    [Fact]
    public async Task Post_WhoseResponseIsLarge_IsPinnedOnce()
    {
        board.Instead = response => response.WriteAsync(new string('x', 100_000));
        var (project, account) = await Account();
        var post = await Schedule(project, account);

        await DispatchInAnHour();

        ((string?)(await Post(post))["status"]).Should().Be("published");
        board.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task Post_ThatTheBoardPutsOff_WaitsAsLongAsItAsks()
    {
        board.Instead = response =>
        {
            response.StatusCode = StatusCodes.Status429TooManyRequests;
            response.Headers.RetryAfter = "1800";
            return Task.CompletedTask;
        };
        var (project, account) = await Account();
        var post = await Schedule(project, account);

        await DispatchInAnHour();

        ((string?)(await Post(post))["nextAttemptAt"]).Should().Be(InstantPattern.ExtendedIso.Format(server.Clock.Now() + Duration.FromMinutes(30)));
    }

    [Fact]
    public async Task Document_ListsThePublisherAndWhatItTakes()
    {
        var document = (await given.Client.GetJson("/openapi/v1.json")).Json;

        var schemas = document["components"]!["schemas"]!;
        schemas["ConnectAccountBody"]!["properties"]!["publisher"]!["enum"]!.ToJsonString().Should().Be("""["sandbox","relay","acme-board"]""");
        var settings = schemas["AccountSettings"]!["properties"]!;
        ((int?)settings["boardUrl"]!["maxLength"], (string?)settings["boardUrl"]!["description"]).Should().Be((500, "`acme-board` (required): Where cards are pinned."));
        settings.AsObject().Should().ContainKeys("url", "column");
        var examples = document["paths"]!["/v1/projects/{projectId}/social-accounts"]!["post"]!["requestBody"]!["content"]!["application/json"]!["examples"]!;
        examples.AsObject().Select(example => example.Key).Should().Equal("sandbox", "relay", "acme-board");
    }

    public async Task DisposeAsync()
    {
        await board.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task<(string Project, string Account)> Account()
    {
        var project = await given.Project();
        return (project, (await Connect(project, new { boardUrl = board.Url })).Text("socialAccountId"));
    }

    private Task<Answer> Connect(string project, object settings) =>
        given.Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform = "tiktok", handle = "@acme", publisher = "acme-board", settings });

    private async Task<string> Schedule(string project, string account)
    {
        var scheduledFor = InstantPattern.ExtendedIso.Format(server.Clock.Now() + Duration.FromHours(1));
        var targets = new[] { new { socialAccountId = account, mode = "publish" } };
        var schedule = await given.Client.PostJson($"/v1/content/{await given.Uploaded(project)}/schedule", new { scheduledFor, targets });
        return (string)schedule.Json["scheduledPostIds"]![0]!;
    }

    private async Task DispatchInAnHour()
    {
        server.Clock.Advance(Duration.FromHours(1));
        await server.DispatchDuePosts();
    }

    private async Task<JsonNode> Post(string id) => (await given.Client.GetJson($"/v1/scheduled-posts/{id}")).Json;
}
