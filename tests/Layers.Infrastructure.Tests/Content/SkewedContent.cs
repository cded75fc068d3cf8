using Layers.Domain;
using Layers.Infrastructure.Tests.Plans;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Content;

/// <summary>
/// A project in which a few words are in nearly every row and others in a handful of the oldest or in none, among small projects in which
/// the same words are common. Of its common words two never meet: what is approved is no slideshow-builder. Of two more projects nearly nothing was
/// decided, or nothing at all.
/// </summary>
public sealed class SkewedContent : IAsyncLifetime
{
    public const int Large = 0;

    /// <summary>Of its 67 pending containers 34 have failed or were canceled.</summary>
    public const int Mixed = 1;

    public const int HardlyDecided = 61;
    public const int NeverDecided = 62;

    private const string Insert =
        """
        create function id(n bigint) returns uuid language sql immutable as $$ select lpad(n::text, 32, '0')::uuid $$;

        insert into organizations (organization_id, name, environment, created_at) values (id(1), 'acme', 'live', 'epoch');
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select id(1), id(p), 'a', 'UTC', '{}', 'epoch', 'epoch' from generate_series(0, 62) p;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, updated_at)
          select organization_id, project_id, true, 5, 'epoch' from projects;
        insert into organizations (organization_id, name, environment, created_at)
          select id(o), 'one of many ' || o, 'live', 'epoch' from generate_series(1001, 2000) o;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select id(o), id(o), 'a', 'UTC', '{}', 'epoch', 'epoch' from generate_series(1001, 2000) o;
        insert into containers (organization_id, container_id, project_id, creative_type, format, status, approval_status, revision, created_at, review_since,
          completed_at, failed_at, error_code, error_message, assets, preview, primary_asset, platform_fit, decided_at, decided_by, decision_source, decision_remark)
        select case when project > 1000 then id(project) else id(1) end, gen_random_uuid(), id(project),
          case when format is null then 'uploaded' else 'generated' end, format,
          status, approval, 1, timestamptz '2026-01-01Z' + n * interval '1 minute', 'epoch',
          case when completed then timestamptz 'epoch' end, case when failed then timestamptz 'epoch' end, case when failed then 'X' end, case when failed then 'Y' end,
          case when completed then '[]'::json end, case when completed then json_build_object('text', repeat('x', 300)) end,
          case when completed then '{}'::json end, case when completed then '{}'::json end,
          case when decided then timestamptz 'epoch' end, case when decided then 'api_key_1' end, case when decided then 'person' end,
          case when approval = 'rejected' then 'No.' end
        from (
          select 0 as project, n,
            case when n <= 4 then 'queued' when n % 300 = 5 then 'failed' else 'completed' end as status,
            case when n <= 20 then 'pending' when n % 300 = 5 then 'not_required' when n <= 45 then 'rejected' when n % 3 = 0 and n % 4 > 0 then 'approved'
              else 'not_required' end as approval,
            case when n in (3, 30, 31) then 'video-remix' when n in (10, 40, 60) then null when n % 4 = 0 then 'slideshow-builder' else 'ugc-remix' end as format
          from generate_series(1, 30000) n
          union all
          select 1 + n % 60, n,
            case n / 60 % 6 when 0 then 'queued' when 1 then 'processing' when 2 then 'canceled' when 3 then 'failed' else 'completed' end,
            case when n / 60 % 6 < 4 then 'pending' when n / 360 % 2 = 0 then 'rejected' else 'approved' end,
            case n / 120 % 3 when 0 then null when 1 then 'slideshow-remix' else 'video-remix' end
          from generate_series(1, 6000) n
          union all
          select 61 + n % 2, n, 'completed', case when n <= 6 and n % 2 = 0 then 'approved' else 'not_required' end, 'ugc-remix' from generate_series(1, 20000) n
          union all
          select n, n, 'completed', 'pending', 'ugc-remix' from generate_series(1001, 2000) n) rows,
          lateral (select status = 'completed' as completed, status = 'failed' as failed, approval in ('approved', 'rejected') as decided) facts;
        """;

    private TestDatabase database = null!;

    internal PlannedReads Reads { get; private set; } = null!;

    internal IReadOnlyList<Row> Rows { get; private set; } = [];

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        Reads = await PlannedReads.Of(database);
        await database.Run(Insert);
        await database.Run("vacuum analyze containers");
        Rows = await Load();
    }

    internal async Task Block(int firstN) => await database.Run($"update approval_policies set first_n_posts_blocked = {firstN}");

    internal async Task<Guid> AnyOf(ProjectId project) =>
        await database.Value<Guid>("select container_id from containers where project_id = $1 limit 1", project.Value);

    public async Task DisposeAsync()
    {
        await Reads.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<List<Row>> Load()
    {
        await using var connection = await database.Connect();
        await using var command = new NpgsqlCommand(
            """
            select container_id, status, approval_status, format, creative_type, created_at from containers
            where project_id = '00000000-0000-0000-0000-000000000000' order by created_at desc, container_id desc
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
            rows.Add(new Row(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader[3] as string, reader.GetString(4), Instant.FromDateTimeUtc(reader.GetDateTime(5))));
        return rows;
    }

    internal sealed record Row(Guid Id, string Status, string Approval, string? Format, string Type, Instant CreatedAt);
}
