using Layers.Testing;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>
/// Of every list one that is long: a few words are in nearly all of its rows, and others in a handful of the oldest or in none. Beside it are small lists in
/// which the same words are common.
/// </summary>
public sealed class SkewedLists : IAsyncLifetime
{
    /// <summary>How long the long ones are, from the oldest row, number 1, to the latest.</summary>
    public const int Rows = 12_000;

    private const string Many = "generate_series(100001, 103000)";

    private static readonly string Insert =
        $$"""
        create function id(n bigint) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;
        create function at(n bigint) returns timestamptz language sql immutable as $$ select timestamptz '2026-01-01Z' + n * interval '1 minute' $$;

        insert into organizations (organization_id, name, environment, created_at) select id(o), 'acme ' || o, 'live', 'epoch' from generate_series(1, 2) o;
        insert into projects (organization_id, project_id, name, customer_external_id, timezone, metadata, created_at, updated_at, archived_at)
          select id(1), id(n), 'a', case when n <= 2 then 'rare' when n % 2 = 0 then 'common' end, 'UTC', '{}'::json, at(n), 'epoch'::timestamptz,
              case when n = 2 or n % 2 = 1 and n < 3000 then at(n) end
            from generate_series(0, {{Rows}}) n
          union all
          select id(2), id(n), 'a', 'rare', 'UTC', '{}'::json, at(n), 'epoch'::timestamptz, case when n % 2 = 0 then at(n) end
            from generate_series(1, 2000) n;
        insert into api_keys (api_key_id, organization_id, key_id, secret_hash, name, scopes, tier, actor_type, status, created_at, killed_at, deleted_at)
          select id(n), id(case when n <= {{Rows}} then 1 else 2 end), translate(lpad(n::text, 16, '0'), '0189', 'GHIJ'), sha256(''), 'key', '{*}', 'pilot',
            'agent', case when active then 'active' else 'killed' end, at(n), case when not active then at(n) end, case when deleted then at(n) end
          from generate_series(1, {{Rows}} + 3000) n, lateral (
            select case when n <= {{Rows}} then n <= 3 else n % 3 = 0 end as active, case when n <= {{Rows}} then n > 6 else n % 3 = 1 end as deleted) facts;

        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since)
          select id(1), id(p), id(p), 'uploaded', 'queued', 'pending', 1, 'epoch', 'epoch' from generate_series(0, 60) p;
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at, disconnected_at)
          select id(1), id(n), id(project), platform, 'acme', 'sandbox', status, at(n), case when status = 'disconnected' then at(n) end
          from (
            select n, 0 as project, case when n <= 5 then 'instagram' else 'tiktok' end as platform,
              case when n between 4 and 9 then 'disconnected' else 'connected' end as status
              from generate_series(1, {{Rows}}) n
            union all
            select {{Rows}} + n, 1 + n % 60, case n / 60 % 2 when 0 then 'tiktok' else 'instagram' end,
              (array['connected', 'reauth_required', 'disconnected'])[1 + n / 120 % 3]
              from generate_series(1, 3000) n) rows;
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
            scheduled_for, due_at, attempts, created_at, published_at, failure_code, failure_message, canceled_at)
          select id(1), gen_random_uuid(), id(project), id(project), id(account), 'publish', status, 'A caption.', at(n), case when status = 'queued' then at(n) end,
            0, at(n), case when status in ('published', 'draft') then at(n) end, case when status = 'failed' then 'X' end, case when status = 'failed' then 'x' end,
            case when status = 'canceled' then at(n) end
          from (
            select n, 0 as project, case when n in (3, 17) then 9 else 1 + n % 3 end as account,
              case when n between 5 and 8 then 'failed' when n > {{Rows}} - 5 then 'queued' else 'published' end as status
              from generate_series(1, {{Rows}}) n
            union all
            select n, 1 + n % 60, 1 + n % 60, (array['queued', 'published', 'failed', 'draft', 'canceled'])[1 + n / 60 % 5] from generate_series(1, 6000) n) rows;

        insert into webhook_endpoints (organization_id, webhook_endpoint_id, url, events, status, consecutive_failures, secret_version, created_at, updated_at)
          select id(1), id(e), 'https://acme.example/', '{*}', 'active', 0, 1, at(e), at(e) from generate_series(0, 30) e;
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left,
            due_at, last_error, delivered_at, created_at)
          select id(1), id(endpoint), id(n), type, at(n), status, 0, 8, case when status = 'pending' then at(n) end, case when status = 'failed' then 'gone' end,
            case when status = 'delivered' then at(n) end, at(n)
          from (
            select n, 0 as endpoint, case when n <= 3 then 'post.failed' else 'content.approved' end as type,
              case when n between 2 and 5 then 'failed' when n = 7 then 'pending' else 'delivered' end as status
              from generate_series(1, {{Rows}}) n
            union all
            select n, 1 + n % 30, (array['post.failed', 'content.approved', 'post.canceled'])[1 + n / 30 % 3],
              (array['pending', 'delivered', 'failed'])[1 + n / 90 % 3]
              from generate_series(1, 3000) n) rows;

        insert into events (organization_id, event_id, position, event_type, occurred_at, data)
          select id(1), id(n), n, case when n <= 3 then 'post.failed' else 'content.approved' end, at(n), '{}'::json from generate_series(1, {{Rows}}) n
          union all
          select id(2), id(n), n, (array['post.failed', 'content.approved', 'post.canceled'])[1 + n % 3], at(n), '{}'::json from generate_series(1, 3000) n;
        insert into event_positions (organization_id, last_position) select id(o), {{Rows}} from generate_series(1, 2) o;

        insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
          select id(1), id(n), case when n <= 3 then 'project.archived' else 'content.approved' end, at(n), 'req_1',
            id(case when n in (2, 5) then 1 else n % 2 * 2 end), id(case when n in (1, 2) then 2 else 1 end), 'api_key_1', 'agent', '{}'::json from generate_series(1, {{Rows}}) n
          union all
          select id(2), id(n), (array['project.archived', 'content.approved', 'key.killed'])[1 + n % 3], at(n), 'req_1',
            id(n / 3 % 60), id(n / 180 % 3), 'api_key_1', 'agent', '{}'::json from generate_series(1, 6000) n;

        insert into organizations (organization_id, name, environment, created_at) select id(m), 'one of many ' || m, 'live', 'epoch' from {{Many}} m;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select id(m), id(m), 'a', 'UTC', '{}', at(m), 'epoch' from {{Many}} m;
        insert into api_keys (api_key_id, organization_id, key_id, secret_hash, name, scopes, tier, actor_type, status, created_at)
          select id(m), id(m), translate(lpad(m::text, 16, '0'), '0189', 'GHIJ'), sha256(''), 'key', '{*}', 'pilot', 'agent', 'active', at(m) from {{Many}} m;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since)
          select id(m), id(m), id(m), 'uploaded', 'queued', 'pending', 1, 'epoch', 'epoch' from {{Many}} m;
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
          select id(m), id(m), id(m), 'tiktok', 'acme', 'sandbox', 'connected', at(m) from {{Many}} m;
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, scheduled_for, due_at,
            attempts, created_at)
          select id(m), id(m), id(m), id(m), id(m), 'publish', 'queued', 'A caption.', at(m), at(m), 0, at(m) from {{Many}} m;
        insert into webhook_endpoints (organization_id, webhook_endpoint_id, url, events, status, consecutive_failures, secret_version, created_at, updated_at)
          select id(m), id(m), 'https://acme.example/', '{*}', 'active', 0, 1, at(m), at(m) from {{Many}} m;
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, delivered_at,
            created_at)
          select id(m), id(m), id(m), 'content.approved', at(m), 'delivered', 0, 8, at(m), at(m) from {{Many}} m;
        insert into events (organization_id, event_id, position, event_type, occurred_at, data)
          select id(m), id(m), 1, 'content.approved', at(m), '{}'::json from {{Many}} m;
        insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
          select id(m), id(m), 'content.approved', at(m), 'req_1', id(m), id(m), 'api_key_1', 'agent', '{}'::json from {{Many}} m;
        insert into audit_seals (organization_id, event_id, sequence) select organization_id, event_id, sequence from audit_log;
        """;

    private TestDatabase database = null!;

    internal PlannedReads Reads { get; private set; } = null!;

    /// <summary>The longest index of the audit log.</summary>
    internal int AuditPages { get; private set; }

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        Reads = await PlannedReads.Of(database);
        await database.Run(Insert);
        await database.Run("vacuum analyze");
        AuditPages = await database.Value<int>("select max(relpages) from pg_class where relname like 'audit_log_%'");
    }

    /// <summary>What the rows of a statement are, without any thought of how to find them.</summary>
    internal async Task<Guid[]> Ids(string select) => await database.Value<Guid[]>($"select array(select {select})") ?? [];

    public async Task DisposeAsync()
    {
        await Reads.DisposeAsync();
        await database.DisposeAsync();
    }
}
