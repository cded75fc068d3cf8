using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Tests.Content;

public sealed class ListContentTests
{
    private static readonly ListContent Everything = new(new ProjectId(Guid.NewGuid()), [], [], [], [], null, null, null, null);

    [Fact]
    public async Task NoParameters_FilterNothing()
    {
        (await new ListContentValidator().IssuesOf(Everything)).Should().BeEmpty();
        Everything.ToFilter().Should().BeEquivalentTo(new ContentFilter([], [], [], [], null, null, null, 25));
    }

    [Fact]
    public async Task GoodParameters_BecomeTheFilter_EachWordOnce()
    {
        var (cursor, instant) = (new Cursor(Instant.FromUtc(2026, 4, 17, 13, 10), Guid.NewGuid()), Instant.FromUtc(2026, 4, 1, 0, 0));
        var list = Everything with
        {
            Status = ["failed", "completed", "failed"],
            Format = ["ugc-remix"],
            CreativeType = ["generated"],
            ApprovalStatus = ["pending", "not_required"],
            Since = "2026-04-01T00:00:00Z",
            Until = "2026-04-01T00:00:00Z",
            Cursor = cursor.ToString(),
            Limit = "200",
        };

        (await new ListContentValidator().IssuesOf(list)).Should().BeEmpty();
        list.ToFilter().Should().BeEquivalentTo(new ContentFilter(
            [ContainerStatus.Failed, ContainerStatus.Completed],
            [ContentFormat.UgcRemix],
            [CreativeType.Generated],
            [ApprovalStatus.Pending, ApprovalStatus.NotRequired],
            instant,
            instant,
            cursor,
            200));
    }

    [Fact]
    public async Task BadParameters_AreAllListed()
    {
        var list = new ListContent(Everything.Project, ["zq7"], ["zq7"], ["zq7"], ["zq7"], "zq7", "zq7", "zq7", "zq7");

        (await new ListContentValidator().PathsOf(list)).Should()
            .BeEquivalentTo("status", "format", "creativeType", "approvalStatus", "since", "until", "cursor", "limit");
        (await new ListContentValidator().IssuesOf(list)).Should().OnlyContain(issue => !issue.Message.Contains("zq7"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("1e3")]
    [InlineData("٥")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public async Task Limit_ThatIsNotOneTo200_IsRefused(string limit) =>
        (await new ListContentValidator().PathsOf(Everything with { Limit = limit })).Should().Equal("limit");
}
