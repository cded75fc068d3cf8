using Layers.Application;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Content;
using NodaTime;

namespace Layers.Infrastructure.Tests.Content;

/// <summary>The work of a list is that of its page, not of its project: counted in rows and pages, for every kind of filter with every other.</summary>
public sealed class ContentListPlanTests(SkewedContent content) : IClassFixture<SkewedContent>
{
    private const int Limit = 10;
    private const int Take = Limit + 1;

    private static readonly OrganizationId Organization = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));
    private static readonly ProjectId Project = new(Guid.Empty);

    private static readonly ContainerStatus[][] Statuses =
    [
        [],
        [ContainerStatus.Completed],
        [ContainerStatus.Canceled],
        [ContainerStatus.Queued, ContainerStatus.Failed],
        [ContainerStatus.Completed, ContainerStatus.Processing],
    ];

    private static readonly ApprovalStatus[][] Approvals =
    [
        [],
        [ApprovalStatus.NotRequired],
        [ApprovalStatus.Pending],
        [ApprovalStatus.Approved],
        [ApprovalStatus.Rejected],
        [ApprovalStatus.Rejected, ApprovalStatus.Approved],
        [ApprovalStatus.Pending, ApprovalStatus.Rejected],
    ];

    private static readonly ContentFormat[][] Formats =
    [
        [],
        [ContentFormat.UgcRemix],
        [ContentFormat.SlideshowBuilder],
        [ContentFormat.VideoRemix],
        [ContentFormat.SlideshowRemix, ContentFormat.VideoRemix],
    ];

    private static readonly CreativeType[][] Types = [[], [CreativeType.Uploaded], [CreativeType.Generated]];

    public static TheoryData<string> Ranges => ["none", "since", "until", "since and until", "cursor", "cursor and since", "cursor below until", "cursor above until"];

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task List_ReadsNoMoreThanItsPage(string range)
    {
        foreach (var filter in Filters(range))
        {
            var branches = Math.Max(1, ContentListBranch.For(filter).Count());
            foreach (var generic in new[] { false, true })
            {
                var (rows, plan) = await content.Reads.Read(generic, db => new ContentReads(db).List(Organization, Project, filter, CancellationToken.None));

                rows.Select(row => row.Id.Value).Should().Equal(Expected(filter), filter.ToString());
                // A row passes up to five nodes: scan, limit, append, sort, join. Of each branch one is read that may not be taken.
                plan.RowsRead.Should().BeLessThanOrEqualTo((5 * (Take + branches)) + 10, "{0}", plan.Text);
                plan.Pages.Should().BeLessThanOrEqualTo(Take + (6 * branches) + 10, "{0}", plan.Text);
            }
        }
    }

    private static IEnumerable<ContentFilter> Filters(string range) =>
        from statuses in Statuses
        from approvals in Approvals
        from formats in range == "none" ? Formats : [[], [ContentFormat.VideoRemix]]
        from types in range == "none" ? Types : [[]]
        select Ranged(new ContentFilter(statuses, formats, types, approvals, null, null, null, Limit), range);

    private static ContentFilter Ranged(ContentFilter filter, string range)
    {
        var (late, middle, early) = (At(25_000), At(15_000), At(2));
        return range switch
        {
            "since" => filter with { Since = middle },
            "until" => filter with { Until = middle },
            "since and until" => filter with { Since = early, Until = middle },
            "cursor" => filter with { After = new Cursor(middle, Guid.Empty) },
            "cursor and since" => filter with { After = new Cursor(middle, Guid.Empty), Since = early },
            "cursor below until" => filter with { After = new Cursor(middle, Guid.Empty), Until = late },
            "cursor above until" => filter with { After = new Cursor(late, Guid.Empty), Until = middle },
            _ => filter,
        };
    }

    private static Instant At(int minute) => Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);

    private IEnumerable<Guid> Expected(ContentFilter filter) =>
        (from row in content.Rows
         where filter.Statuses.Count == 0 || filter.Statuses.Any(status => status.ToWord() == row.Status)
         where filter.ApprovalStatuses.Count == 0 || filter.ApprovalStatuses.Any(approval => approval.ToWord() == row.Approval)
         where filter.Formats.Count == 0 || filter.Formats.Any(format => format.ToWord() == row.Format)
         where filter.CreativeTypes.Count == 0 || filter.CreativeTypes.Any(type => type.ToWord() == row.Type)
         where !(row.CreatedAt < filter.Since) && !(row.CreatedAt > filter.Until) && !(row.CreatedAt >= filter.After?.CreatedAt)
         select row.Id).Take(Take);
}
