using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>
/// 500 organizations in which something waits, 40 of each kind, in ten of them 2,000. Each has one project and one endpoint, which PostgreSQL does not know: it
/// expects a hundredth of what is there, and less than a batch.
/// </summary>
public sealed class WaitingWork : IAsyncLifetime
{
    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at)
          select lpad(n::text, 32, '0')::uuid, n, 'live', 'epoch' from generate_series(1, 500) n;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, organization_id, name, 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
          select organization_id, project_id, true, 0, 'PT24H', 86400, 'epoch' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
          completed_at, assets, preview, primary_asset, platform_fit)
        select project_id, gen_random_uuid(), project_id, 'uploaded', 'completed', 'pending', 1, timestamptz '2025-01-01Z' + n * interval '1 second',
          timestamptz '2026-01-01Z' + n * interval '1 second', 'epoch', '[]', json_build_object('text', repeat('x', 500)), '{}', '{}'
        from projects p, generate_series(1, case when p.name::int <= 10 then 2000 else 40 end) n;
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
          select organization_id, project_id, project_id, 'tiktok', 'acme', 'sandbox', 'connected', 'epoch' from projects;
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, scheduled_for,
          due_at, attempts, created_at)
        select organization_id, container_id, project_id, container_id, project_id, 'publish', 'queued', '', review_since, review_since, 0, 'epoch' from containers;
        insert into webhook_endpoints (organization_id, webhook_endpoint_id, url, events, status, consecutive_failures, secret_version, created_at, updated_at)
          select organization_id, project_id, 'https://acme.example/', '{*}', 'active', 0, 1, 'epoch', 'epoch' from projects;
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at, created_at)
          select organization_id, project_id, container_id, 'content.ready', 'epoch', 'pending', 0, 8, review_since, 'epoch' from containers;
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

    internal Db Db() => new(new Connections(source, new ConnectionOptions(MostWaiting: 1)));

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }
}
