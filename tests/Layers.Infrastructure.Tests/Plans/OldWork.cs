using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>
/// 200 organizations in which something has been kept for long, 20 of each kind and in one of them 4,000, and as much that is to be kept. Half is of the
/// first days of 2026, half of 2027.
/// </summary>
public sealed class OldWork : IAsyncLifetime
{
    public const int Organizations = 200;

    public const int OfTheFirst = 4_000;

    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at)
          select lpad(n::text, 32, '0')::uuid, n, 'live', 'epoch' from generate_series(1, 200) n;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, organization_id, name, 'UTC', '{}', 'epoch', 'epoch' from organizations;
        create table times as
          select organization_id, gen_random_uuid() as id, n, timestamptz '2026-01-01Z' + (n / 2) * interval '1 second' + (n % 2) * interval '1 year' as at
          from organizations, generate_series(1, case when name = '1' then 4000 else 20 end) n;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since)
          select organization_id, id, organization_id, 'uploaded', 'queued', 'pending', 1, at, at from times;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, decided_at, decided_by, decision_source, decision_remark, assets, preview, primary_asset, platform_fit)
        select organization_id, gen_random_uuid(), organization_id, 'uploaded', 'completed', 'rejected', 3, at, at, at, at, 'x', 'person', 'No.', '[]', '{}', '{}', '[]'
        from times;
        insert into events (organization_id, event_id, position, event_type, occurred_at, data)
          select organization_id, id, row_number() over (partition by organization_id order by at), 'content.approved', at, '{}' from times;
        insert into event_positions (organization_id, last_position) select organization_id, max(position) from events group by 1;
        insert into webhook_endpoints (organization_id, webhook_endpoint_id, url, events, status, consecutive_failures, secret_version, created_at, updated_at)
          select organization_id, organization_id, 'https://acme.example/', '{*}', 'active', 0, 1, 'epoch', 'epoch' from organizations;
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, delivered_at, created_at)
          select organization_id, organization_id, id, 'content.approved', at, 'delivered', 1, 7, at, at from times;
        drop table times;
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

    /// <summary>Takes away what was removed. While others are at work, a reader may meet it again.</summary>
    public Task Vacuum(string table) => database.Run($"vacuum {table}");

    internal Db Db() => new(new Connections(source, new ConnectionOptions(MostWaiting: 1)));

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }
}
