using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Operation;
using Layers.Application.Seams;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Webhooks;
using NodaTime;
using NodaTime.Text;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>
/// What workers do costs what they find, not all that waits: a batch its rows, and a look one entry for each who may have work. Counted in rows and
/// entries, on the connections that the server uses.
/// </summary>
public sealed class WorkerPlanTests(WaitingWork waiting) : IClassFixture<WaitingWork>
{
    private const int Batch = 500;

    // PostgreSQL looks at some when it makes a plan.
    private const int EndsOfIndexes = 10;

    [Fact]
    public async Task ListDueForUpdate_ReadsNoMoreThanItsBatch()
    {
        await using var db = waiting.Db();
        var fifth = Guid.Parse($"{5:D32}");

        // More often than PostgreSQL looks at the values before it makes a plan for any.
        for (var time = 0; time < 10; time++)
        {
            var (batch, read) = await db.Run(
                async () =>
                {
                    var before = await RowsRead(db);
                    var due = await new ReviewClockRepository(db).ListDueForUpdate(
                        new OrganizationId(fifth), new ProjectId(fifth), Instant.FromUtc(2027, 1, 1, 0, 0), Batch, CancellationToken.None);
                    return (due.Containers, await RowsRead(db) - before);
                },
                CancellationToken.None);

            batch.Select(container => container.State.ReviewSince).Should().HaveCount(Batch).And.BeInAscendingOrder();
            read.Should().BeLessThanOrEqualTo(Batch, "of 2,000 that are due");
        }
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2026-01-02T00:00:01Z", 500)]
    [InlineData("2027-01-01T00:00:00Z", 500)]
    public async Task ListProjectsWithDue_LooksAtOneContainerAProject(string now, int found)
    {
        var (due, read) = await Look("containers", db => new ReviewClockRepository(db).ListProjectsWithDue(Timestamp(now), atMost: 1_000, CancellationToken.None));

        due.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500 + EndsOfIndexes, "39,600 wait in 500");
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2026-01-01T23:59:59Z", 500)]
    [InlineData("2027-01-01T00:00:00Z", 0)]
    public async Task ListProjectsWithExpiring_LooksAtOneContainerAProject(string now, int found)
    {
        var (expiring, read) = await Look(
            "containers",
            db => new ReviewClockRepository(db).ListProjectsWithExpiring(Timestamp(now), ExpiryNotice.Default, atMost: 1_000, CancellationToken.None));

        expiring.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500 + EndsOfIndexes, "39,600 wait in 500");
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0, 0)]
    [InlineData("2027-01-01T00:00:00Z", 500, (490 * 40) + (10 * (100 + 1)))]
    public async Task ListDueAccounts_LooksAtAHundredPostsOfAnOrganizationAtMost_AndOneOfAnAccount(string now, int found, int looks)
    {
        var (due, read) = await Look(
            "scheduled_posts",
            db => new DuePostRepository(db, new PublisherCatalog([new SandboxPublisher()]), new ApprovalGate([])).ListDueAccounts(Timestamp(now), Duration.FromHours(1), atMost: 1_000, CancellationToken.None));

        due.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500 + looks + EndsOfIndexes, "39,600 are due, 2,000 of one account");
    }

    [Fact]
    public async Task ListDueForUpdate_OfPosts_ReadsNoMoreThanItsBatch()
    {
        var (organization, account) = (new OrganizationId(Guid.Parse($"{5:D32}")), new SocialAccountId(Guid.Parse($"{5:D32}")));

        var (due, read) = await Look(
            "scheduled_posts",
            db => new DuePostRepository(db, new PublisherCatalog([new SandboxPublisher()]), new ApprovalGate([])).ListDueForUpdate(organization, account, Timestamp("2027-01-01T00:00:00Z"), Duration.FromHours(1), atMost: 8, CancellationToken.None));

        due.Select(item => item.Post.ScheduledFor).Should().HaveCount(8).And.BeInAscendingOrder();
        read.Should().BeLessThanOrEqualTo(8 + EndsOfIndexes, "of 2,000 that are due");
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2027-01-01T00:00:00Z", 500)]
    public async Task ListDue_LooksAtOneDeliveryAnEndpoint(string now, int found)
    {
        var (due, read) = await Look(
            "webhook_deliveries", db => new WebhookEndpointRepository(db).ListDue(Timestamp(now), atMost: 1_000, CancellationToken.None));

        due.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500 + EndsOfIndexes, "39,600 are due");
    }

    [Fact]
    public async Task FindOldest_LooksAtTheOldest()
    {
        var (oldest, read) = await Look("containers", db => new GateReads(db).FindOldest(CancellationToken.None));

        oldest.Pending.Should().Be(Timestamp("2025-01-01T00:00:01Z"));
        read.Should().BeLessThanOrEqualTo(1 + EndsOfIndexes, "39,600 wait");
    }

    private async Task<(T Found, long EntriesRead)> Look<T>(string table, Func<Db, Task<T>> look)
    {
        await using var db = waiting.Db();
        return await db.CountEntries(table, look);
    }

    private static Instant Timestamp(string text) => InstantPattern.General.Parse(text).Value;

    // By this connection since it last reported, which it does between transactions, now and then.
    private const string SelectRowsRead = "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'containers'";

    private static Task<long> RowsRead(Db db) => db.One<long>(SelectRowsRead, new { }, CancellationToken.None);
}
