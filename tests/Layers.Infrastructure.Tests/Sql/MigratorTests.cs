using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class MigratorTests
{
    private static readonly Migrator Migrator = new(StoppedClock.Create(), [PostgresExtension.Schema]);

    [Fact]
    public async Task Migrate_OfASchemaWithAWordOfSql_LetsTheServerUseItsSequences()
    {
        await using var database = await ApiServer.NewDatabase();
        var orders = new Migration("order", "0001_orders", "create table orders (id serial, name text)");

        (await new Migrator(SystemClock.Instance, (IReadOnlyList<Migration>)[orders]).Migrate(database.ConnectionString, CancellationToken.None)).Should().Equal("order.0001_orders");

        await Run(database, $"set role {Migrator.ApplicationRole}; insert into \"order\".orders (name) values ('First.')");
    }

    [Fact]
    public async Task Migrate_EightTimesAtOnce_AppliesEachOnce()
    {
        await using var database = await Empty();

        var applied = await Crowd.Of(8, _ => Migrator.Migrate(database.ConnectionString, CancellationToken.None));

        applied.Where(names => names.Count > 0).Should().ContainSingle().Which.Should().Equal(await Applied(database));
        (await Applied(database)).Should().StartWith("0001_foundation").And.BeInAscendingOrder();
    }

    [Fact]
    public async Task Migrate_Again_DoesNothing()
    {
        await using var database = await ApiServer.NewDatabase();
        var before = await DatabaseDigest.Take(database);

        (await Migrator.Migrate(database.ConnectionString, CancellationToken.None)).Should().BeEmpty();

        (await DatabaseDigest.Take(database)).Should().Equal(before);
    }

    [Fact]
    public async Task Migrate_WithSchedulesFromBeforeTheyWereRows_MakesAPostOfEach()
    {
        await using var database = await Empty();
        await MigrateWhile(database, name => string.CompareOrdinal(name, "0026") < 0);
        await Run(
            database,
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
        await Run(
            database,
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
        await Run(
            database,
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

    [Fact]
    public async Task Migrate_WhenAnAppliedMigrationWasChanged_Refuses()
    {
        await using var database = await ApiServer.NewDatabase();
        await Run(database, "update schema_migrations set checksum = 'of an older text' where name = '0001_foundation'");

        var migrate = () => Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        (await migrate.Should().ThrowAsync<MigrationException>()).Which.Message.Should().Contain("0001_foundation");
    }

    [Fact]
    public async Task Migrate_WhenAStatementFails_LeavesNothingOfThatMigration()
    {
        await using var database = await Empty();
        await Run(database, "create table idempotency_keys (in_the_way int)");

        var migrate = () => Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        (await migrate.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.DuplicateTable);
        (await Tables(database)).Should().Be("idempotency_keys,schema_migrations");
        (await Applied(database)).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrate_CutOffAtEveryStatementInTurn_IsThereMigrationByMigration()
    {
        await using var database = await Empty();
        await using var proxy = new PostgresProxy(database);
        var schemaAfter = new Dictionary<string, string?> { [""] = await Schema(database) };
        var cuts = 0;
        for (var (point, isCut) = (1, true); isCut; point++)
        {
            (isCut, cuts) = (await CutOff(proxy, point), cuts + 1);
            var applied = await Applied(database);
            if (schemaAfter.TryAdd(string.Join(',', applied), await Schema(database)))
                point = 0; // On to the next migration.
            if (Migration.All([PostgresExtension.Schema]).FirstOrDefault(migration => !applied.Contains(migration.Name)) is { IsConcurrent: true })
                continue; // It is there index by index.
            (await Schema(database)).Should().Be(schemaAfter[string.Join(',', applied)], "a migration is there whole, with its grants, or not at all");
        }

        await using var whole = await ApiServer.NewDatabase();
        (await Schema(database)).Should().Be(await Schema(whole));
        cuts.Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task Migrate_CutOffAfterALaterMigration_StillGrantsItsTables()
    {
        await using var database = await Empty();
        await using var proxy = new PostgresProxy(database);
        var commits = 0;
        var transactions = Migration.All([PostgresExtension.Schema]).Count(migration => !migration.IsConcurrent);
        proxy.Judge(message => commits == transactions ? Fate.Cut : Count(message));
        var migrate = () => Migrator.Migrate(proxy.ConnectionString, CancellationToken.None);
        await migrate.Invoking(run => run()).Should().ThrowAsync<NpgsqlException>();
        await proxy.Settled();
        // As after an upgrade: an earlier version had granted what there was.
        await Run(database, $"grant select on schema_migrations to {Migrator.ApplicationRole}");

        await Migrator.Migrate(database.ConnectionString, CancellationToken.None);

        await using var source = DataSource.Build(database.ConnectionString);
        await using var command = source.CreateCommand("select count(*) from containers");
        (await command.ExecuteScalarAsync()).Should().Be(0L);

        Fate Count(FrontendMessage message)
        {
            if (message.IsCommit)
                commits++;
            return Fate.Pass;
        }
    }

    private static async Task<bool> CutOff(PostgresProxy proxy, int point)
    {
        var statements = 0;
        proxy.Judge(message => message.Type is 'Q' or 'E' && Interlocked.Increment(ref statements) >= point ? Fate.Cut : Fate.Pass);
        try
        {
            await Migrator.Migrate(proxy.ConnectionString, CancellationToken.None);
            return false;
        }
        catch (NpgsqlException)
        {
            await proxy.Settled();
            return true;
        }
    }

    private static Task<IReadOnlyList<string>> MigrateWhile(TestDatabase database, Func<string, bool> isWanted) =>
        new Migrator(StoppedClock.Create(), [.. Migration.All([PostgresExtension.Schema]).TakeWhile(migration => isWanted(migration.Name))])
            .Migrate(database.ConnectionString, CancellationToken.None);

    private static async Task<TestDatabase> Empty() => await (await TestCluster.Shared).CreateDatabase("template0");

    private static async Task Run(TestDatabase database, string sql)
    {
        await using var connection = await database.Connect();
        await connection.Run(sql);
    }

    private static async Task<IReadOnlyList<string>> Applied(TestDatabase database) =>
        await database.Value<bool>("select to_regclass('schema_migrations') is not null")
            ? (await database.Value<string[]>("select coalesce(array_agg(name order by name), '{}') from schema_migrations"))!
            : [];

    private static Task<string?> Tables(TestDatabase database) =>
        database.Value<string>("select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = 'public'");

    /// <summary>Tables with their columns, constraints, indexes and grants.</summary>
    private static Task<string?> Schema(TestDatabase database) =>
        database.Value<string>(
            """
            select string_agg(line, E'\n' order by line) from (
              select format('%s %s %s %s', table_name, column_name, data_type, is_nullable) from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migrations'
              union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> coalesce(to_regclass('schema_migrations'), 0)
              union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations'
              union all select format('%s %s %s', table_name, grantee, privilege_type) from information_schema.role_table_grants where table_schema = 'public' and table_name <> 'schema_migrations'
            ) lines (line)
            """);
}
