using Npgsql;

namespace Layers.Sweep;

/// <summary>
/// Containers that have waited out their window: over 20 projects of four organizations, of which one holds a fifth. Half have a post that waits,
/// and of none was it told that silence is about to approve it. As many others, which need no approval, stand between them.
/// </summary>
internal static class DueData
{
    private const int Projects = 20;

    public static async Task Fill(string connectionString, int rows)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 });
        await Execute(source, Organizations);
        await Execute(source, Gates, Projects);
        await Execute(source, Containers, rows, Projects);
        await Execute(source, Posts);
        await Execute(source, "vacuum (freeze, analyze)");
        await Execute(source, "checkpoint");
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, params int[] arguments)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(new NpgsqlParameter<int>("", argument));
        await command.ExecuteNonQueryAsync();
    }

    private const string Organizations =
        """
        insert into organizations (organization_id, name, environment, created_at)
        select gen_random_uuid(), 'Organization ' || n, 'live', '2024-01-01' from generate_series(1, 4) n
        """;

    private const string Gates =
        """
        with numbered as (select organization_id, row_number() over (order by name) as n from organizations),
        project as (
          insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select o.organization_id, gen_random_uuid(), 'Project ' || n, 'UTC', '{}', '2024-01-01', '2024-01-01'
          from generate_series(0, $1 - 1) p join numbered o on o.n = p % 4 + 1
          returning organization_id, project_id),
        account as (
          insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
          select organization_id, gen_random_uuid(), project_id, 'tiktok', '@acme', 'sandbox', 'connected', '2024-01-01' from project)
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
        select organization_id, project_id, true, 0, 'PT24H', 86400, '2024-01-01' from project
        """;

    private const string Containers =
        """
        with place as (
          select organization_id, project_id, social_account_id, row_number() over (order by project_id) - 1 as n from social_accounts),
        made as (
          select n, other, timestamptz '2024-01-01' + (2 * n + other::int) * interval '1 second' as at, case when n % 5 = 0 then 0 else 1 + (n / 5 * 4 + n % 5 - 1) % ($2 - 1) end as place
          from generate_series(0, $1 - 1) n, (values (false), (true)) as either (other))
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at, completed_at,
          review_since, assets, preview, primary_asset, platform_fit, held_posts)
        select p.organization_id, (lpad(to_hex((extract(epoch from m.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(m.at::text), 1, 3) || '9' || substr(md5(m.at::text), 4, 15))::uuid,
          p.project_id, 'uploaded', 'completed', case when m.other then 'not_required' else 'pending' end, 2, 'The roast that started it all, number ' || m.n || '. ' || repeat('Taste it. ', 12), m.at, m.at, m.at,
          json_build_array(json_build_object('assetId', gen_random_uuid(), 'kind', 'image', 'url', repeat('/media/part', 9), 'thumbnailUrl', repeat('/media/part', 9),
            'width', 1080, 'height', 1920, 'durationMs', null, 'mimeType', 'image/jpeg', 'sizeBytes', 123456)),
          json_build_object('kind', 'image', 'primaryUrl', repeat('/media/part', 9), 'thumbnailUrl', repeat('/media/part', 9),
            'imageUrls', json_build_array(repeat('/media/part', 9)), 'aspectRatio', '9:16'),
          json_build_object('assetId', gen_random_uuid(), 'kind', 'image', 'thumbnailUrl', repeat('/media/part', 9)),
          json_build_object('tiktok', json_build_object('fits', true, 'reasons', json_build_array()), 'instagram', json_build_object('fits', true, 'reasons', json_build_array())),
          case when m.n / 5 % 2 = 0 and not m.other then 1 else 0 end
        from made m join place p on p.n = m.place
        order by m.at
        """;

    private const string Posts =
        """
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, scheduled_for, attempts, created_at)
        select c.organization_id, gen_random_uuid(), c.project_id, c.container_id, s.social_account_id, 'publish', 'held', '2099-01-01', 0, c.created_at
        from containers c join social_accounts s on s.organization_id = c.organization_id and s.project_id = c.project_id
        where c.held_posts > 0
        """;
}
