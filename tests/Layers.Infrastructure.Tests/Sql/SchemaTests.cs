using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class SchemaTests(SchemaTests.Schema schema) : IClassFixture<SchemaTests.Schema>
{
    public static TheoryData<string> Constraints => new(WrongStates.ByConstraint.Keys);

    [Fact]
    public async Task EveryCheckAndForeignKey_HasAWrongStateHere()
    {
        const string sql =
            """
            select array_agg(conrelid::regclass || '.' || conname) from pg_constraint
            where connamespace = 'public'::regnamespace and contype in ('c', 'f')
            """;

        var constraints = await schema.Database.Value<string[]>(sql) ?? [];
        constraints.Except(WrongStates.ByConstraint.Keys).Should().BeEmpty("each needs a line in WrongStates: a statement that it refuses");
        WrongStates.ByConstraint.Keys.Except(constraints).Should().BeEmpty("no table has that constraint any more");
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public async Task WrongState_IsRefused(string constraint)
    {
        var refused = await Attempt(WrongStates.ByConstraint[constraint]);

        refused.SqlState.Should().BeOneOf(PostgresErrorCodes.CheckViolation, PostgresErrorCodes.ForeignKeyViolation);
        $"{refused.TableName}.{refused.ConstraintName}".Should().Be(constraint);
    }

    [Theory]
    [InlineData("delete from organizations")]
    [InlineData("delete from projects")]
    [InlineData("delete from containers")]
    [InlineData("delete from social_accounts")]
    [InlineData("delete from webhook_endpoints")]
    public async Task WhatOthersBelongTo_CannotBeDeleted(string delete) =>
        (await Attempt(delete)).SqlState.Should().Be(PostgresErrorCodes.ForeignKeyViolation);

    [Fact]
    public async Task TenantTables_AreLedByTheOrganizationInEveryKeyAndUniqueIndex()
    {
        const string sql =
            """
            select coalesce(array_agg(i.indexrelid::regclass::text), '{}') from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
            where i.indrelid::regclass::text in (
                select table_name from information_schema.columns
                where table_schema = 'public' and column_name = 'organization_id' and table_name not in ('organizations', 'api_keys'))
              and (i.indisunique or i.indisprimary) and a.attname <> 'organization_id'
            """;

        (await schema.Database.Value<string[]>(sql)).Should().BeEmpty();
    }

    private async Task<PostgresException> Attempt(string sql)
    {
        await using var connection = await schema.Database.Connect();
        await connection.Run("begin");
        return (await connection.Invoking(attempt => attempt.Run(sql)).Should().ThrowAsync<PostgresException>()).Which;
    }

    public sealed class Schema : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Database = await ApiServer.NewDatabase();
            await using var connection = await Database.Connect();
            await connection.Run(WrongStates.AllIsWell);
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}
