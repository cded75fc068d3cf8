using NodaTime;
using Npgsql;

namespace Layers.Lanes;

/// <summary>
/// Ten organizations whose relays never answer, with twenty posts each; one with 200 posts on such an account and a healthy account beside it; and
/// a healthy one. What hangs is due when the server starts, the healthy posts one after the other from then on.
/// </summary>
internal static class Posts
{
    private const int BetweenHealthyMilliseconds = 250;

    private static readonly TimeSpan UntilTheFirst = TimeSpan.FromSeconds(5);

    /// <summary>Returns how many healthy posts each organization has, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> Fill(string connectionString, Relays relays, TimeSpan lasting)
    {
        var now = SystemClock.Instance.GetCurrentInstant().ToDateTimeUtc();
        var healthy = (int)(lasting.TotalMilliseconds / BetweenHealthyMilliseconds);
        await using var source = NpgsqlDataSource.Create(connectionString);
        for (var i = 1; i <= 10; i++)
            await Queue(source, await Account(source, $"hanging-{i}", $"{relays.Address}/hangs/{i}"), 20, now, TimeSpan.Zero);
        var between = TimeSpan.FromMilliseconds(BetweenHealthyMilliseconds);
        foreach (var name in new[] { "mixed", "healthy" })
            await Queue(source, await Account(source, name, $"{relays.Address}/takes/{name}"), healthy, now + UntilTheFirst, between);
        await Queue(source, await Account(source, "mixed", $"{relays.Address}/hangs/mixed"), 200, now, TimeSpan.Zero);
        return new Dictionary<string, int> { ["mixed"] = healthy, ["healthy"] = healthy };
    }

    private const string InsertAccount =
        """
        with known as (select organization_id from organizations where name = $1),
        made as (
          insert into organizations (organization_id, name, environment, created_at)
          select gen_random_uuid(), $1, 'live', now() where not exists (select from known)
          returning organization_id),
        project as (
          insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, gen_random_uuid(), $1, 'UTC', '{}', now(), now() from (select * from known union all select * from made) o
          returning organization_id, project_id),
        container as (
          insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at, completed_at,
            review_since, assets, preview, primary_asset, platform_fit)
          select organization_id, gen_random_uuid(), project_id, 'uploaded', 'completed', 'not_required', 1, 'The roast that started it all.', now(), now(), now(), '[]', '{}', '{}', '{}'
          from project)
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, relay_url, status, created_at)
        select organization_id, gen_random_uuid(), project_id, 'tiktok', '@acme', 'relay', $2, 'connected', now() from project
        returning social_account_id
        """;

    private static async Task<Guid> Account(NpgsqlDataSource source, string organization, string relay)
    {
        await using var command = source.CreateCommand(InsertAccount);
        command.Parameters.Add(new NpgsqlParameter<string>("", organization));
        command.Parameters.Add(new NpgsqlParameter<string>("", relay));
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    private const string InsertPosts =
        """
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption, scheduled_for, due_at,
          attempts, created_at)
        select s.organization_id, gen_random_uuid(), s.project_id, c.container_id, s.social_account_id, 'publish', 'queued', c.caption, hour, hour, 0, now()
        from social_accounts s
        join containers c on c.organization_id = s.organization_id and c.project_id = s.project_id,
          lateral (select $3 + n * $4 as hour from generate_series(0, $2 - 1) n) hours
        where s.social_account_id = $1
        """;

    private static async Task Queue(NpgsqlDataSource source, Guid account, int count, DateTime first, TimeSpan between)
    {
        await using var command = source.CreateCommand(InsertPosts);
        command.Parameters.Add(new NpgsqlParameter<Guid>("", account));
        command.Parameters.Add(new NpgsqlParameter<int>("", count));
        command.Parameters.Add(new NpgsqlParameter<DateTime>("", first));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("", between));
        await command.ExecuteNonQueryAsync();
    }
}
