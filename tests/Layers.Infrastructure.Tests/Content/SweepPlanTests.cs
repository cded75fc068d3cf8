using Layers.Domain;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Content;

/// <summary>
/// The work of a batch is that of its rows, not of all that are due: counted in rows, on the connections that the server uses. Each organization has
/// one project here, which PostgreSQL does not know: it expects a tenth of what is there, and less than a batch.
/// </summary>
public sealed class SweepPlanTests : IAsyncLifetime
{
    private const int Batch = 500;

    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at) select lpad(n::text, 32, '0')::uuid, n, 'live', 'epoch' from generate_series(1, 10) n;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, organization_id, name, 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
          select organization_id, project_id, true, 0, 'PT24H', 86400, 'epoch' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select project_id, gen_random_uuid(), project_id, 'uploaded', 'completed', 'pending', 1, 'epoch', timestamptz '2026-01-01Z' + n * interval '1 second',
          'epoch', '[]', json_build_object('text', repeat('x', 500)), '{}', '{}'
        from projects, generate_series(1, 2000) n;
        """;

    private TestDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        source = DataSource.Build(database.ConnectionString);
        await database.Run(Insert);
        await database.Run("vacuum analyze containers");
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

    // By this connection since it last reported, which it does between transactions, now and then.
    private const string SelectRowsRead = "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'containers'";

    private static Task<long> RowsRead(Db db) => db.One<long>(SelectRowsRead, new { }, CancellationToken.None);
}
