using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Layers.Infrastructure.Tests.Content;

/// <summary>
/// The work of a batch is that of its rows, not of all that are due: counted in rows, on the connections that the server uses. Each organization has
/// one project here, which PostgreSQL does not know: it expects a hundredth of what is there, and less than a batch.
/// </summary>
public sealed class SweepPlanTests : IAsyncLifetime
{
    private const int Batch = 500;

    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at) select lpad(n::text, 32, '0')::uuid, n, 'live', 'epoch' from generate_series(1, 500) n;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, organization_id, name, 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
          select organization_id, project_id, true, 0, 'PT24H', 86400, 'epoch' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select project_id, gen_random_uuid(), project_id, 'uploaded', 'completed', 'pending', 1, 'epoch', timestamptz '2026-01-01Z' + n * interval '1 second',
          'epoch', '[]', json_build_object('text', repeat('x', 500)), '{}', '{}'
        from projects p, generate_series(1, case when p.name::int <= 10 then 2000 else 40 end) n;
        """;

    private TestDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        source = DataSource.Build(database.ConnectionString);
        await database.Run(Insert);
        await database.Run("vacuum analyze");
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task ListDueForUpdate_ReadsNoMoreThanItsBatch()
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 1)));
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

            batch.Select(container => container.ReviewSince).Should().HaveCount(Batch).And.BeInAscendingOrder();
            read.Should().BeLessThanOrEqualTo(Batch, "of 2,000 that are due");
        }
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2026-01-02T00:00:01Z", 500)]
    [InlineData("2027-01-01T00:00:00Z", 500)]
    public async Task ListProjectsWithDue_LooksAtOneContainerAProject(string now, int found)
    {
        var (due, read) = await Look(clocks => clocks.ListProjectsWithDue(Timestamp(now), atMost: 1_000, CancellationToken.None));

        due.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500, "39,600 wait in 500");
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 0)]
    [InlineData("2026-01-01T23:59:59Z", 500)]
    [InlineData("2027-01-01T00:00:00Z", 0)]
    public async Task ListProjectsWithExpiring_LooksAtOneContainerAProject(string now, int found)
    {
        var (expiring, read) = await Look(clocks => clocks.ListProjectsWithExpiring(Timestamp(now), ExpiryNotice.Default, atMost: 1_000, CancellationToken.None));

        expiring.Should().HaveCount(found);
        read.Should().BeLessThanOrEqualTo(500, "39,600 wait in 500");
    }

    private async Task<(IReadOnlyList<DueProject> Found, long EntriesRead)> Look(Func<ReviewClockRepository, Task<IReadOnlyList<DueProject>>> look)
    {
        await using var db = new Db(new Connections(source, new ConnectionOptions(MostWaiting: 1)));
        return await db.Run(
            async () =>
            {
                var before = await db.One<long>(SelectEntriesRead, new { }, CancellationToken.None);
                var found = await look(new ReviewClockRepository(db));
                return (found, await db.One<long>(SelectEntriesRead, new { }, CancellationToken.None) - before);
            },
            CancellationToken.None);
    }

    private static Instant Timestamp(string text) => InstantPattern.General.Parse(text).Value;

    private const string SelectEntriesRead =
        """
        select sum(pg_stat_get_xact_tuples_returned(oid))::bigint
        from (select indexrelid from pg_index where indrelid = 'containers'::regclass union all select 'containers'::regclass) read (oid)
        """;

    // By this connection since it last reported, which it does between transactions, now and then.
    private const string SelectRowsRead = "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'containers'";

    private static Task<long> RowsRead(Db db) => db.One<long>(SelectRowsRead, new { }, CancellationToken.None);
}
