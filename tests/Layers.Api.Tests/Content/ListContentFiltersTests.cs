using System.Net;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;

namespace Layers.Api.Tests.Content;

public sealed class ListContentFiltersTests(ContentShelf shelf) : IClassFixture<ContentShelf>
{
    [Theory]
    [InlineData("", "ungated rejected approved started slideshow-remix video-remix ugc slideshow canceled failed processing queued")]
    [InlineData("status=failed", "failed")]
    [InlineData("status=canceled", "canceled")]
    [InlineData("status=processing", "processing")]
    [InlineData("status=queued&status=processing", "started slideshow-remix video-remix processing queued")]
    [InlineData("status=completed", "ungated rejected approved ugc slideshow")]
    [InlineData("status=completed&status=completed", "ungated rejected approved ugc slideshow")]
    [InlineData("status=queued&status=processing&status=completed&status=failed&status=canceled&limit=3", "ungated rejected approved")]
    [InlineData("format=ugc-remix", "ugc")]
    [InlineData("format=slideshow-builder", "slideshow canceled failed processing queued")]
    [InlineData("format=video-remix&format=slideshow-remix", "slideshow-remix video-remix")]
    [InlineData("creativeType=uploaded", "ungated rejected approved started")]
    [InlineData("creativeType=generated", "slideshow-remix video-remix ugc slideshow canceled failed processing queued")]
    [InlineData("creativeType=uploaded&creativeType=generated&limit=5", "ungated rejected approved started slideshow-remix")]
    [InlineData("approvalStatus=not_required", "ungated")]
    [InlineData("approvalStatus=approved&approvalStatus=rejected", "rejected approved")]
    [InlineData("approvalStatus=pending", "started slideshow-remix video-remix ugc slideshow canceled failed processing queued")]
    [InlineData("approvalStatus=pending&status=completed", "ugc slideshow")]
    [InlineData("creativeType=uploaded&status=completed", "ungated rejected approved")]
    [InlineData("status=completed&status=failed&format=slideshow-builder", "slideshow failed")]
    [InlineData("status=queued&status=completed&approvalStatus=pending&approvalStatus=approved&creativeType=uploaded", "approved started")]
    [InlineData("creativeType=uploaded&format=ugc-remix", "")]
    [InlineData("status=canceled&approvalStatus=approved", "")]
    public async Task List_WithFilters_ShowsWhatFitsThemAll(string query, string expected) =>
        string.Join(' ', await shelf.List(query)).Should().Be(expected);

    [Theory]
    [InlineData(0, 11, 12)]
    [InlineData(4, 5, 2)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 5, 0)]
    [InlineData(11, 99, 1)]
    [InlineData(12, 99, 0)]
    public async Task List_WithSinceAndUntil_IncludesBothEnds(int since, int until, int count) =>
        (await shelf.List($"since={At(since)}&until={At(until)}")).Should().HaveCount(count);

    [Fact]
    public async Task List_WithOneEnd_LeavesTheOtherOpen()
    {
        string.Join(' ', await shelf.List($"since={At(10)}")).Should().Be("ungated rejected");
        string.Join(' ', await shelf.List($"until={At(1)}")).Should().Be("processing queued");
        string.Join(' ', await shelf.List($"since={At(0)}&until={At(4)}&status=failed&creativeType=generated")).Should().Be("failed");
    }

    [Fact]
    public async Task List_WithEndsBetweenMilliseconds_IsExact()
    {
        var (before, after) = (At(4.999), At(5.001));

        string.Join(' ', await shelf.List($"since={before}&until={after}")).Should().Be("ugc");
        string.Join(' ', await shelf.List($"since={after}&until={At(6)}")).Should().Be("video-remix");
    }

    [Fact]
    public async Task List_WithFilterAndPages_CarriesOnWhereItStopped()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var query = $"approvalStatus=pending&status=queued&status=completed&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}";
            seen.AddRange(await shelf.List(query));
            cursor = (string?)(await shelf.Client.GetJson($"/v1/projects/{shelf.Project}/content?{query}")).Json["nextCursor"];
        }
        while (cursor is not null);

        seen.Should().Equal("started", "slideshow-remix", "video-remix", "ugc", "slideshow", "queued");
    }

    [Theory]
    [InlineData("status=done", "status must be one of queued, processing, completed, failed, canceled.")]
    [InlineData("status=Completed", "status must be one of queued, processing, completed, failed, canceled.")]
    [InlineData("status=completed,failed", "status must be one of queued, processing, completed, failed, canceled.")]
    [InlineData("status=completed&status=", "status must be one of queued, processing, completed, failed, canceled.")]
    [InlineData("format=ugc_remix", "format must be one of slideshow-builder, ugc-remix, video-remix, slideshow-remix.")]
    [InlineData("creativeType=both", "creativeType must be one of generated, uploaded.")]
    [InlineData("approvalStatus=notRequired", "approvalStatus must be one of not_required, pending, approved, rejected.")]
    [InlineData("since=2026-04-01", "since must be an ISO 8601 timestamp in UTC, ending in Z.")]
    [InlineData("since=2026-04-01T00:00:00", "since must be an ISO 8601 timestamp in UTC, ending in Z.")]
    [InlineData("until=2026-04-01T00:00:00%2B02:00", "until must be an ISO 8601 timestamp in UTC, ending in Z.")]
    [InlineData("until=2026-02-30T00:00:00Z", "until must be an ISO 8601 timestamp in UTC, ending in Z.")]
    [InlineData("since=1776431400", "since must be an ISO 8601 timestamp in UTC, ending in Z.")]
    [InlineData("limit=0", "limit must be a whole number from 1 to 200.")]
    [InlineData("limit=201", "limit must be a whole number from 1 to 200.")]
    [InlineData("limit=abc", "limit must be a whole number from 1 to 200.")]
    [InlineData("limit=-1", "limit must be a whole number from 1 to 200.")]
    [InlineData("limit=1.5", "limit must be a whole number from 1 to 200.")]
    [InlineData("limit=99999999999", "limit must be a whole number from 1 to 200.")]
    public async Task List_WithBadParameter_Returns422(string query, string message)
    {
        var name = query[..query.IndexOf('=', StringComparison.Ordinal)];

        (await shelf.Client.GetJson($"/v1/projects/{shelf.Project}/content?{query}")).ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "{{name}}", "message": "{{message}}" }] } }
            """);
    }

    [Fact]
    public async Task List_WithEveryParameterBad_ListsThemAll()
    {
        const string query = "status=x&format=x&creativeType=x&approvalStatus=x&since=x&until=x&cursor=x&limit=x";

        (await shelf.Client.GetJson($"/v1/projects/{shelf.Project}/content?{query}")).ShouldHaveIssues(
            HttpStatusCode.UnprocessableEntity, "status", "format", "creativeType", "approvalStatus", "since", "until", "cursor", "limit");
    }

    private string At(double seconds) => InstantPattern.ExtendedIso.Format(shelf.Start + Duration.FromSeconds(seconds));
}
