using System.Buffers.Text;
using System.Net;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.Events;

public sealed class EventsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Events_OfWhatHappened_AreReadInOrderAndOnce()
    {
        var given = await Given.Organization(api.Server);
        var project = await given.GatedProject(window: "PT24H");
        var approved = await given.Pending(project);
        var rejected = await given.Pending(project);
        await given.Client.PostJson($"/v1/content/{approved}/approve", new { note = "Fine." });
        await given.Client.PostJson($"/v1/content/{rejected}/reject", new { reason = "Old logo." });
        await Position();

        var first = await given.Client.GetJson("/v1/events?limit=3");
        TypesIn(first).Should().Equal("approval_policy.updated", "content.generated", "content.generated");
        var second = await given.Client.GetJson($"/v1/events?cursor={first.Text("nextCursor")}");
        TypesIn(second).Should().Equal("content.approved", "content.rejected");
        ((string?)second.Json["items"]![0]!["data"]!["id"]).Should().Be(approved);
        ((string?)second.Json["items"]![0]!["id"]).Should().StartWith("evt_");

        var end = await given.Client.GetJson($"/v1/events?cursor={second.Text("nextCursor")}");
        TypesIn(end).Should().BeEmpty();
        end.Text("nextCursor").Should().Be(second.Text("nextCursor"));
    }

    [Fact]
    public async Task Events_SayTheirPosition_FromOneAndWithoutGaps()
    {
        var given = await Given.Organization(api.Server);
        var container = await given.Pending(await given.GatedProject());
        await given.Client.PostJson($"/v1/content/{container}/approve");
        await Position();

        var page = await given.Client.GetJson("/v1/events");

        page.Json["items"]!.AsArray().Select(item => (long)item!["position"]!).Should().Equal(1, 2, 3);
        page.Json["items"]!.AsArray()[0]!.AsObject().Select(property => property.Key).Should().Equal("id", "type", "position", "occurredAt", "data");
    }

    [Fact]
    public async Task Cursor_AheadOfTheFeed_IsRefused_AndNothingIsSkipped()
    {
        var given = await Given.Organization(api.Server);
        await given.GatedProject();
        await Position();
        var kept = (await given.Client.GetJson("/v1/events")).Text("nextCursor");
        await api.Server.Database.Run("update event_positions set last_position = 0 where organization_id = $1", given.OrganizationId.Value);
        await api.Server.Database.Run("delete from events where organization_id = $1", given.OrganizationId.Value);

        var refused = await given.Client.GetJson($"/v1/events?cursor={kept}", ("Prefer", "wait=30"));

        var error = refused.ShouldBeError(HttpStatusCode.UnprocessableEntity, "CURSOR_AHEAD");
        ((long)error["details"]!["lastPosition"]!).Should().Be(0);
        await given.GatedProject();
        await Position();
        TypesIn(await given.Client.GetJson($"/v1/events?cursor={kept}")).Should().BeEmpty("the feed has come up to the cursor");
    }

    [Theory]
    [InlineData("eventType=content.approved&eventType=content.generated")]
    [InlineData("type=content.approved&type=content.generated")]
    [InlineData("type=content.approved&eventType=content.generated")]
    [InlineData("EventType=content.approved&Type=content.generated")]
    public async Task Events_AreFilteredByType_UnderEitherName(string query)
    {
        var given = await Given.Organization(api.Server);
        var container = await given.Pending(await given.GatedProject());
        await given.Client.PostJson($"/v1/content/{container}/approve");
        await Position();

        TypesIn(await given.Client.GetJson($"/v1/events?{query}")).Should().Equal("content.generated", "content.approved");
    }

    [Fact]
    public async Task Cursor_OfAFeedWithoutEvents_IsNotAhead()
    {
        var given = await Given.Organization(api.Server);
        var kept = (await given.Client.GetJson("/v1/events")).Text("nextCursor");

        (await given.Client.GetJson($"/v1/events?cursor={kept}")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Position_OfABacklog_WorksItOffBatchByBatchUpToItsBound()
    {
        var given = await Given.Organization(api.Server);
        await Position();
        await api.Server.Database.Run(
            """
            insert into events (organization_id, event_id, event_type, occurred_at, data)
            select $1, gen_random_uuid(), 'content.approved', 'epoch', '{}' from generate_series(1, 12500)
            """,
            given.OrganizationId.Value);

        (await Position()).Should().Be(10_000, "then others have their turn");
        (await Position()).Should().Be(2_500);

        var positions = await api.Server.Database.Run(
            "select (count(distinct position), min(position), max(position))::text from events where organization_id = $1", given.OrganizationId.Value);
        positions.Should().Be("(12500,1,12500)");
    }

    [Fact]
    public async Task Events_KeepTheTextOfCallersAsItCame()
    {
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject());
        await given.Client.PostJson($"/v1/content/{id}/approve", new { note = "media: looks good" });
        await Position();

        var page = await given.Client.GetJson("/v1/events?eventType=content.approved");

        ((string?)page.Json["items"]![0]!["data"]!["approvalNote"]).Should().Be("media: looks good");
    }

    [Fact]
    public async Task Events_OfAnotherOrganization_AreNotSeen()
    {
        await api.Given.GatedProject();
        await Position();
        var other = await Given.Organization(api.Server);

        TypesIn(await other.Client.GetJson("/v1/events")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("eventType=content.exploded")]
    [InlineData("since=yesterday")]
    [InlineData("cursor=%7B%7D")]
    [InlineData("limit=0")]
    public async Task Events_WithABadParameter_Answer422(string query) =>
        (await api.Client.GetJson($"/v1/events?{query}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, query.Split('=')[0]);

    [Fact]
    public async Task Cursor_OfAnotherFeedOrList_IsRefused_AndOneThatNamesNoneIsTaken()
    {
        var (given, other) = (await Given.Organization(api.Server), await Given.Organization(api.Server));
        await given.Project();
        await given.GatedProject();
        await other.GatedProject();
        await Position();
        var ofAnotherFeed = (await other.Client.GetJson("/v1/events")).Text("nextCursor");
        var ofAList = (await given.Client.GetJson("/v1/projects?limit=1")).Text("nextCursor");

        foreach (var cursor in new[] { ofAnotherFeed, ofAList })
            (await given.Client.GetJson($"/v1/events?cursor={cursor}")).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
        var kept = Base64Url.EncodeToString("""{"position":1}"""u8);
        TypesIn(await given.Client.GetJson($"/v1/events?cursor={kept}")).Should().BeEmpty("a cursor that an older version handed out goes on");
    }

    private Task<int> Position() => api.Server.Send(new PositionEvents());

    private static IEnumerable<string?> TypesIn(Answer page) => page.Json["items"]!.AsArray().Select(item => (string?)item!["type"]);
}
