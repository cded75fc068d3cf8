using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>What a server's own connections may not do, whatever statement gets through to them.</summary>
public sealed class ApplicationRoleTests(SchemaTests.Schema schema) : IClassFixture<SchemaTests.Schema>
{
    [Theory]
    [InlineData("update audit_log set data = '{}'")]
    [InlineData("delete from audit_log")]
    [InlineData("truncate audit_log")]
    [InlineData("delete from audit_seals")]
    [InlineData("truncate audit_seals")]
    [InlineData("delete from audit_heads")]
    [InlineData("truncate audit_heads")]
    [InlineData("insert into schema_migrations values ('0000_x', 'x', 'epoch')")]
    [InlineData("update schema_migrations set checksum = ''")]
    [InlineData("delete from schema_migrations")]
    [InlineData("truncate schema_migrations")]
    [InlineData("truncate containers cascade")]
    [InlineData("drop table audit_log")]
    [InlineData("drop table containers cascade")]
    [InlineData("alter table containers drop constraint decided_once_and_whole")]
    [InlineData("alter table audit_log disable trigger all")]
    [InlineData("create table mine (id int)")]
    [InlineData("create function mine() returns int language sql return 1")]
    [InlineData("create role mine")]
    public async Task Statement_ThatTheServerMustNotSay_IsRefused(string sql)
    {
        var say = () => AsServer(sql);

        (await say.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("select count(*) from audit_log")]
    [InlineData("select count(*) from schema_migrations")]
    [InlineData("insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data) " +
        "values (gen_random_uuid(), gen_random_uuid(), 'x', 'epoch', '', 'x', 'system', '{}')")]
    [InlineData("insert into audit_seals (organization_id, event_id, sequence) values (gen_random_uuid(), gen_random_uuid(), 1)")]
    [InlineData("update audit_seals set position = 1, hash = sha256('')")]
    [InlineData("update audit_heads set position = position + 1")]
    [InlineData("update containers set revision = revision + 1")]
    [InlineData("delete from idempotency_keys")]
    public Task Statement_ThatTheServerNeeds_IsGranted(string sql) => AsServer(sql);

    private async Task AsServer(string sql)
    {
        await using var source = DataSource.Build(schema.Database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
