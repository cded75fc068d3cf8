using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Application.Events;
using Layers.Testing;

namespace Acme.Moderation.Tests;

/// <summary>The extension at work in a server of its own.</summary>
public sealed class ModerationTests : IAsyncLifetime
{
    private const string Delicate = "A miracle in three days.";

    private static readonly Parts Parts = new(layers => layers.Add<AcmeModeration>());

    private ApiServer server = null!;
    private Given given = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(parts: Parts);
        given = await Given.Organization(server);
    }

    [Fact]
    public async Task DelicateCaption_ShutsTheGate_UntilSomebodyHasLookedAtIt()
    {
        var container = await Open(Delicate);

        var gate = (await given.Client.GetJson($"/v1/content/{container}/gate")).Json;
        (gate["reasons"]!.ToJsonString(), gate["code"]!.ToString(), gate["next"]!.ToJsonString()).Should().Be(("""["acme:delicate_words"]""", "CONFLICT", """["acme.look"]"""));
        (await Publish(container)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");

        var look = await given.Client.PostJson($"/v1/content/{container}/looks", new { remark = "Fine." });
        look.Status.Should().Be(HttpStatusCode.OK);

        (await given.Client.GetJson($"/v1/content/{container}/gate")).Json["blocked"]!.GetValue<bool>().Should().BeFalse();
        (await Publish(container)).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task DelicateCaption_ThatIsPending_TakesNoSchedule_UntilSomebodyHasLookedAtIt()
    {
        var container = await given.Uploaded(await given.GatedProject(), Delicate);

        var refusal = (await Schedule(container)).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        var gate = (await given.Client.GetJson($"/v1/content/{container}/gate")).Json;
        ((string?)refusal["message"]).Should().Be("The caption has a delicate word, and nobody has looked at it yet.");
        JsonNode.DeepEquals(refusal["details"], gate).Should().BeTrue(gate.ToJsonString());
        (gate["reasons"]!.ToJsonString(), gate["next"]!.ToJsonString()).Should().Be(
            ("""["approval_pending","acme:delicate_words"]""", """["approve","reject","acme.look"]"""));
        ((int)(await given.Container(container))["revision"]!).Should().Be(2, "a refusal leaves no trace");

        await given.Client.PostJson($"/v1/content/{container}/looks", new { });

        (await Schedule(container)).Status.Should().Be(HttpStatusCode.Accepted, "now an approval opens it");
    }

    [Fact]
    public async Task Look_HoldsForItsCaptionOnly()
    {
        var container = await Open(Delicate);
        await given.Client.PostJson($"/v1/content/{container}/looks", new { });

        await given.Client.PatchJson($"/v1/content/{container}", new { caption = "Results are guaranteed." });

        (await given.Client.GetJson($"/v1/content/{container}/gate")).Json["blocked"]!.GetValue<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData("A miracle in three days.", null)]
    [InlineData(null, "A miracle in three days.")]
    public async Task DelicateText_OfAPostItself_IsRefused(string? captionOverride, string? firstCommentOverride)
    {
        var container = await given.Pending(await given.GatedProject());
        var account = await given.Account((string)(await given.Container(container))["projectId"]!);
        var targets = new object[]
        {
            new { socialAccountId = account, mode = "publish" },
            new { socialAccountId = account, mode = "publish", captionOverride, firstCommentOverride },
        };

        Task<Answer> Schedule() => given.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets });

        var refusal = (await Schedule()).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        refusal["details"]!["reasons"]!.ToJsonString().Should().Be("""["approval_pending","acme:delicate_words"]""");
        await given.Client.PostJson($"/v1/content/{container}/approve");
        (await Schedule()).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
        (await given.Client.PostJson($"/v1/content/{container}/publish", new { targets })).ShouldBeError(HttpStatusCode.Conflict, "CONFLICT");
    }

    [Fact]
    public async Task Look_AtARevisionThatHasChanged_IsRefused()
    {
        var container = await Open(Delicate);
        var seen = (await given.Client.GetJson($"/v1/content/{container}")).Header("ETag")!;
        await given.Client.PatchJson($"/v1/content/{container}", new { caption = "Results are guaranteed." });

        (await given.Client.PostJson($"/v1/content/{container}/looks", new { }, ("If-Match", seen))).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");

        (await given.Client.GetJson($"/v1/content/{container}/gate")).Json["blocked"]!.GetValue<bool>().Should().BeTrue();
        (await given.Client.GetJson($"/v1/content/{container}/looks")).Json["items"]!.AsArray().Should().BeEmpty();
        var now = (await given.Client.GetJson($"/v1/content/{container}")).Header("ETag")!;
        var look = await given.Client.PostJson($"/v1/content/{container}/looks", new { }, ("If-Match", now));
        (look.Status, look.Header("ETag")).Should().Be((HttpStatusCode.OK, (await given.Client.GetJson($"/v1/content/{container}")).Header("ETag")));
    }

    [Fact]
    public async Task Look_IsInTheTableTheFeedAndTheAuditLog()
    {
        var container = await Open(Delicate);
        await given.Client.PostJson($"/v1/content/{container}/looks", new { remark = "Fine." });
        await server.Send(new PositionEvents());

        var looks = (await given.Client.GetJson($"/v1/content/{container}/looks")).Json["items"]!.AsArray();
        ((string?)looks.Single()!["remark"], (string?)looks.Single()!["id"]).Should().Be(("Fine.", container));
        var feed = (await given.Client.GetJson("/v1/events?eventType=acme.content_looked_at")).Json["items"]!.AsArray();
        ((string?)feed.Single()!["data"]!["id"]).Should().Be(container);
        (await given.Client.GetJson("/v1/audit-log?eventType=acme.content_looked_at")).Json["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Looks_AreListedPageByPage_OfTheirContainerOnly()
    {
        var (container, other) = (await Open(Delicate), await Open(Delicate));
        var path = $"/v1/content/{container}/looks";
        (await given.Client.GetJson(path)).Json["items"]!.AsArray().Should().BeEmpty();
        foreach (var remark in new[] { "First.", "Second.", "Third." })
            await given.Client.PostJson(path, new { remark });

        var first = await given.Client.GetJson($"{path}?limit=2");
        var cursor = first.Text("nextCursor");
        var second = await given.Client.GetJson($"{path}?limit=2&cursor={cursor}");

        first.Json["items"]!.AsArray().Concat(second.Json["items"]!.AsArray()).Select(look => (string?)look!["remark"])
            .Should().BeEquivalentTo("First.", "Second.", "Third.");
        second.Json["nextCursor"].Should().BeNull();
        (await given.Client.GetJson($"/v1/content/{other}/looks?cursor={cursor}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
        (await given.Client.GetJson($"/v1/content/cnt_{Guid.NewGuid()}/looks")).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Document_HasTheExtensionsOperations()
    {
        var document = (await given.Client.GetJson("/openapi/v1.json")).Json;

        var look = document["paths"]!["/v1/content/{containerId}/looks"]!["post"]!;
        ((string?)look["operationId"], (string?)look["summary"]).Should().Be(("recordLook", "Say that you have looked at a container's caption."));
        document["webhooks"]!.AsObject().Should().ContainKey("acme.content_looked_at");
        ((int?)document["components"]!["schemas"]!["RecordLookBody"]!["properties"]!["remark"]!["maxLength"]).Should().Be(500);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    /// <summary>A container whose gate only the extension can shut.</summary>
    private async Task<string> Open(string caption) => await given.Uploaded(await given.Project(), caption);

    private async Task<Answer> Publish(string container) =>
        await given.Client.PostJson($"/v1/content/{container}/publish", new { targets = new[] { await Target(container) } });

    private async Task<Answer> Schedule(string container) =>
        await given.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = "2030-01-01T07:00:00Z", targets = new[] { await Target(container) } });

    private async Task<object> Target(string container)
    {
        var project = (string)(await given.Container(container))["projectId"]!;
        return new { socialAccountId = await given.Account(project), mode = "publish" };
    }
}
