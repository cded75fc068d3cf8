using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

public sealed class PaginationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Id = "019d9ff6-4c60-7d09-bd29-871e23dc3d12";

    [Fact]
    public async Task Page_HoldsItemsAndNextCursorOnly()
    {
        var project = await api.Given.Project();
        await api.Given.Queued(project);

        foreach (var path in new[] { $"/v1/projects/{project}/content", "/v1/projects" })
        {
            var whole = (await api.Client.GetJson(path)).Json.AsObject();
            whole.Select(pair => pair.Key).Should().Equal("items", "nextCursor");
            whole["nextCursor"].Should().BeNull();
        }
    }

    [Fact]
    public async Task Page_OfNothing_IsEmpty() =>
        (await api.Client.GetJson($"/v1/projects/{await api.Given.Project()}/content"))
            .ShouldBeJson(HttpStatusCode.OK, """{ "items": [], "nextCursor": null }""");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Walk_WhileRowsAreAdded_SeesEveryEarlierRowOnceNewestFirst(int limit)
    {
        var project = await api.Given.Project();
        var earlier = new List<string>();
        foreach (var step in new[] { 0, 0, 0, 1, 0, 5, 0 }) // Three in one millisecond, then two, then two.
        {
            api.Clock.Advance(Duration.FromMilliseconds(step));
            earlier.Add(await api.Given.Queued(project));
        }

        api.Clock.Advance(Duration.FromMilliseconds(1));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.Client.GetJson($"/v1/projects/{project}/content?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            var ids = IdsOf(page);
            ids.Should().HaveCountLessThanOrEqualTo(limit);
            seen.AddRange(ids);
            cursor = (string?)page.Json["nextCursor"];
            await api.Given.Queued(project);
        }
        while (cursor is not null);

        seen.Should().OnlyHaveUniqueItems();
        seen.Should().BeEquivalentTo(earlier);
        seen[..2].Should().BeEquivalentTo(earlier[5..]);
        seen[2..4].Should().BeEquivalentTo(earlier[3..5]);
    }

    [Fact]
    public async Task Cursor_IsBase64UrlOfTheLastRowsPosition_AndNamesItsList()
    {
        var project = await api.Given.Project();
        await api.Given.Queued(project);
        await api.Given.Queued(project);

        var page = await api.Client.GetJson($"/v1/projects/{project}/content?limit=1");

        var cursor = JsonNode.Parse(Base64Url.DecodeFromChars(page.Text("nextCursor")))!;
        var expected = $$"""{ "createdAt": "{{api.Now}}", "id": "{{IdsOf(page)[0][4..]}}", "list": "content", "of": "{{project[4..]}}" }""";
        cursor.ShouldBeJson(expected);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"createdAt":"2026-04-17T13:10:00Z"}""")]
    [InlineData("""{"id":"019d9ff6-4c60-7d09-bd29-871e23dc3d12"}""")]
    [InlineData("""{"createdAt":"2026-04-17T13:10:00","id":"019d9ff6-4c60-7d09-bd29-871e23dc3d12"}""")]
    [InlineData("""{"createdAt":"2026-04-17T13:10:00Z","id":"cnt_019d9ff6"}""")]
    [InlineData("""{"createdAt":1776431400,"id":"019d9ff6-4c60-7d09-bd29-871e23dc3d12"}""")]
    [InlineData("""{"createdAt":"2026-04-17T13:10:00Z","id":7}""")]
    [InlineData("""{"createdAt":"\ud800","id":"019d9ff6-4c60-7d09-bd29-871e23dc3d12"}""")]
    [InlineData("""{"createdAt":"-9998-01-01T00:00:00Z","id":"019d9ff6-4c60-7d09-bd29-871e23dc3d12"}""")]
    public async Task Cursor_Damaged_Returns422(string content) => await ShouldBeRefused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("!")]
    [InlineData("%00")]
    [InlineData("é")]
    [InlineData("eyJ")]
    [InlineData("_w")]
    public async Task Cursor_ThatIsNone_Returns422(string cursor) => await ShouldBeRefused(cursor);

    [Fact]
    public async Task Cursor_CutShort_Returns422()
    {
        var whole = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"createdAt":"2026-04-17T13:10:00Z","id":"{{Id}}"}"""));
        (await api.Client.GetJson($"/v1/projects?cursor={whole}")).Status.Should().Be(HttpStatusCode.OK);

        await ShouldBeRefused(whole[..^1]);
        await ShouldBeRefused(whole[1..]);
        await ShouldBeRefused(whole + whole);
        await ShouldBeRefused(new string('e', 4_000));
    }

    private async Task ShouldBeRefused(string cursor)
    {
        var project = await api.Given.Project();
        foreach (var path in new[] { $"/v1/projects/{project}/content", "/v1/projects" })
        {
            var answer = await api.Client.GetJson($"{path}?cursor={cursor}");

            answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "cursor");
            ((string?)answer.Json["error"]!["message"]).Should().Be("cursor must be the nextCursor of an earlier page of this list, unchanged.");
        }
    }

    private static List<string> IdsOf(Answer page) => [.. page.Json["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
