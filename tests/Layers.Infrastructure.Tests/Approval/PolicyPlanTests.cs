using Layers.Application.Approval;
using Layers.Domain;
using Layers.Infrastructure.Approval;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Tests.Content;
using Layers.Infrastructure.Tests.Plans;
using NodaTime;

namespace Layers.Infrastructure.Tests.Approval;

/// <summary>
/// What the gate counts it reads, and no more of a project of any size: of those that were decided up to N, and those that are pending.
/// </summary>
public sealed class PolicyPlanTests(SkewedContent content, LateDecisions late) : IClassFixture<SkewedContent>, IClassFixture<LateDecisions>
{
    // Down each index that is looked into, and the rows of policy, project and container.
    private const int PagesBesides = 20;

    private static readonly OrganizationId Organization = new(Uuid(1));

    public static TheoryData<int, int, int> Projects => new()
    {
        { SkewedContent.Large, 5, 5 },
        { SkewedContent.Large, 50, 50 },
        { SkewedContent.HardlyDecided, 5, 3 },
        { SkewedContent.HardlyDecided, 50, 3 },
        { SkewedContent.NeverDecided, 50, 0 },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task FirstN_ReadsNoMoreThanN(int project, int firstN, int decided)
    {
        await content.Block(firstN);
        var container = await content.AnyOf(Id(project));

        await ShouldCount(content.Reads, decided, NewContainer(Id(project)));
        await ShouldCount(content.Reads, decided, Container(container));
        await ShouldCount(content.Reads, decided, Backlog(Id(project), firstN));
    }

    [Fact]
    public async Task FirstN_WhenTheDecidedStandLast_ReadsNoMoreThanN()
    {
        await ShouldCount(late.Reads, 5, NewContainer(Id(0)));
        await ShouldCount(late.Reads, 5, Container(Uuid(1)));
        await ShouldCount(late.Reads, 5, Backlog(Id(0), firstN: 5));
    }

    [Theory]
    [InlineData(SkewedContent.Large, 19)]
    [InlineData(SkewedContent.Mixed, 33)]
    [InlineData(SkewedContent.HardlyDecided, 0)]
    public Task Pending_ReadsNoMoreThanWhatIsPending(int project, int pending) =>
        ShouldCount(content.Reads, pending, async db => (await new PolicyRepository(db).GetUnderReview(Organization, Id(project), CancellationToken.None)).Pending);

    [Theory]
    [InlineData(SkewedContent.Large, 19, 15)]
    [InlineData(SkewedContent.Mixed, 33, 0)]
    [InlineData(SkewedContent.HardlyDecided, 0, 0)]
    public async Task Backlog_ReadsNoMoreThanWhatIsPending(int project, int pending, int due)
    {
        Func<Db, Task<PolicyBacklog>> CountedUpTo(Instant? cutoff) =>
            db => new PolicyRepository(db).CountBacklog(Organization, Id(project), firstN: 0, cutoff, CancellationToken.None);

        await ShouldCount(content.Reads, pending, async db => (await CountedUpTo(cutoff: null)(db)).Pending);
        await ShouldCount(content.Reads, pending + due, async db => await CountedUpTo(Instant.FromUtc(2026, 1, 1, 0, 0))(db) is var all ? all.Pending + all.DueAtOnce : 0);
    }

    private static async Task ShouldCount(PlannedReads reads, int count, Func<Db, Task<int>> counted)
    {
        foreach (var forAny in new[] { false, true })
        {
            var (found, plan) = await reads.Read(forAny, counted);

            found.Should().Be(count);
            plan.RowsRead.Should().BeLessThanOrEqualTo((3 * count) + PagesBesides, "{0}", plan.Text);
            plan.Pages.Should().BeLessThanOrEqualTo(count + PagesBesides, "{0}", plan.Text);
        }
    }

    private static Func<Db, Task<int>> NewContainer(ProjectId project) =>
        async db => (await new PolicyRepository(db).GetForNewContainer(Organization, project, CancellationToken.None)).Decided;

    private static Func<Db, Task<int>> Container(Guid id) =>
        async db => (await new ContentReads(db).Get(Organization, new ContainerId(id), CancellationToken.None)).Gate.Decided;

    private static Func<Db, Task<int>> Backlog(ProjectId project, int firstN) =>
        async db => (await new PolicyRepository(db).CountBacklog(Organization, project, firstN, cutoff: null, CancellationToken.None)).Decided;

    private static ProjectId Id(int project) => new(Uuid(project));

    private static Guid Uuid(int n) => Guid.ParseExact($"{n:D32}", "N");
}
