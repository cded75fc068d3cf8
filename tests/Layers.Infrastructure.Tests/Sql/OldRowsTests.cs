using Layers.Infrastructure.Sql;
using Layers.Testing;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>What migrations make of rows that an older version has written.</summary>
public sealed class OldRowsTests
{
    private static readonly Migrator Migrator = new(StoppedClock.Create(), [PostgresExtension.Schema]);

    [Fact]
    public async Task Migrate_WithSchedulesFromBeforeTheyWereRows_MakesAPostOfEach()
    {
        await using var database = await MigratedDatabases.Empty();
        await MigrateTo(database, "0026");
        await database.Execute(
            """
            insert into organizations (organization_id, name, environment, created_at) values ('00000000-0000-0000-0000-000000000001', 'Acme', 'live', 'epoch');
            insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
              select organization_id, organization_id, 'Acme Coffee', 'UTC', '{}', 'epoch', 'epoch' from organizations;
            insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
              select organization_id, organization_id, project_id, 'tiktok', '@acme', 'sandbox', 'connected', 'epoch' from projects;
            insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, caption, created_at,
                review_since, completed_at, decided_at, decided_by, decision_source, assets, preview, primary_asset, platform_fit, pending_schedule)
              select organization_id, gen_random_uuid(), project_id, 'uploaded', 'completed', s.approval, 3, 'The roast.', 'epoch', 'epoch', 'epoch',
                s.decided, s.by, s.source, '[]', '{}', '{}', '[]', s.schedule::json
              from projects, (values
                ('pending', null::timestamptz, null, null, '{"posts":[
                  {"id":"sp_01963be7-8d38-7000-8000-000000000001","socialAccount":"sa_00000000-0000-0000-0000-000000000001","mode":"draft",
                   "captionOverride":null,"firstCommentOverride":"First!","scheduledFor":"2099-01-01T00:00:00Z"},
                  {"id":"sp_01963be7-8d38-7000-8000-000000000000","socialAccount":"sa_00000000-0000-0000-0000-000000000001","mode":"publish",
                   "captionOverride":"Other.","firstCommentOverride":null,"scheduledFor":"2099-01-02T00:00:00Z"}],"failureReason":null}'),
                ('approved', 'epoch', 'api_key_x', 'person', '{"posts":[
                  {"id":"sp_01963be7-8d38-7000-8000-000000000002","socialAccount":"sa_00000000-0000-0000-0000-000000000001","mode":"publish",
                   "captionOverride":null,"firstCommentOverride":null,"scheduledFor":"2024-01-01T00:00:00Z"}],"failureReason":"SCHEDULE_PASSED"}'),
                ('pending', null, null, null, null)) s (approval, decided, by, source, schedule);
            """);

        (await Migrator.Migrate(database.ConnectionString, CancellationToken.None)).Should().StartWith("0026_held_posts");

        const string posts =
            """
            select string_agg(concat_ws(' ', status, mode, coalesce(caption, 'no caption'), coalesce(caption_override, '-'), coalesce(first_comment, '-'),
              to_char(scheduled_for at time zone 'UTC', 'YYYY-MM-DD'), to_char(created_at at time zone 'UTC', 'YYYY-MM-DD'), coalesce(failure_code, '-')),
              '; ' order by container_id in (select container_id from containers where approval_status = 'approved'), place)
            from scheduled_posts
            """;
        (await database.Value<string>(posts)).Should().Be(
            "held draft no caption - First! 2099-01-01 2025-04-16 -; held publish no caption Other. - 2099-01-02 2025-04-16 -; "
            + "failed publish The roast. - - 2024-01-01 2025-04-16 SCHEDULE_PASSED");
        const string containers =
            "select string_agg(concat_ws(' ', approval_status, held_posts, coalesce(promotion_failure, '-')), '; ' order by held_posts desc, approval_status) from containers";
        (await database.Value<string>(containers)).Should().Be("pending 2 -; approved 0 SCHEDULE_PASSED; pending 0 -");
    }

    [Fact]
    public async Task Migrate_WithAuditRowsFromBeforeTheirSeals_OpensOneForEach()
    {
        await using var database = await ApiServer.NewDatabase();
        await database.Execute(
            """
            drop table audit_seals, audit_heads;
            drop index audit_log_walk_by_project;
            create index audit_log_newest on audit_log (organization_id, occurred_at desc, event_id desc);
            delete from schema_migrations where name = '0006_audit_seals';
            insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data)
              select gen_random_uuid(), gen_random_uuid(), 'x', 'epoch', 'req_x', 'system:x', 'system', '{}' from generate_series(1, 3);
            """);

        (await Migrator.Migrate(database.ConnectionString, CancellationToken.None)).Should().Equal("0006_audit_seals");

        const string sealedRows = "select count(*) from audit_log a join audit_seals s using (organization_id, event_id, sequence) where s.position is null";
        (await database.Value<long>(sealedRows)).Should().Be(3);
    }

    [Fact]
    public async Task Migrate_WithRelaysFromBeforePublishersHadSettings_KeepsTheirAddresses()
    {
        await using var database = await ApiServer.NewDatabase();
        await database.Execute(
            """
            delete from schema_migrations where name = '0044_relay_settings';
            insert into organizations (organization_id, name, environment, created_at) values ('00000000-0000-0000-0000-000000000001', 'acme', 'live', 'epoch');
            insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
              select organization_id, organization_id, 'a', 'UTC', '{}', 'epoch', 'epoch' from organizations;
            insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, relay_url, status, created_at)
              select organization_id, gen_random_uuid(), organization_id, 'tiktok', '@acme', publisher, relay_url, 'connected', 'epoch'
              from organizations, (values ('relay', 'https://relay.example/a"b'), ('sandbox', null)) as of (publisher, relay_url);
            """);

        (await Migrator.Migrate(database.ConnectionString, CancellationToken.None)).Should().Equal("0044_relay_settings");

        const string settings = "select string_agg(publisher || ' ' || coalesce(settings ->> 'url', '-'), '; ' order by publisher) from social_accounts";
        (await database.Value<string>(settings)).Should().Be("relay https://relay.example/a\"b; sandbox -");
    }

    /// <summary>Leaves out that migration and all later ones.</summary>
    private static Task<IReadOnlyList<string>> MigrateTo(TestDatabase database, string number) =>
        new Migrator(StoppedClock.Create(), [.. Migration.All([PostgresExtension.Schema]).TakeWhile(migration => string.CompareOrdinal(migration.Name, number) < 0)])
            .Migrate(database.ConnectionString, CancellationToken.None);
}
