using Layers.Infrastructure.Tests.LocalPostgres;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Testing;

public sealed class TestClusterTests
{
    [Fact]
    public async Task CreateDatabase_CopiesTheTemplate_WhichIsMadeOnce()
    {
        await using var cluster = await TestCluster.Start();
        var made = 0;
        async Task Migrate(string connectionString)
        {
            Interlocked.Increment(ref made);
            // Leaves a connection in the pool, as migrations do.
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand("create table migrated (id int)", connection);
            await create.ExecuteNonQueryAsync();
        }

        await Task.WhenAll(cluster.Template(Migrate), cluster.Template(Migrate));
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.CreateDatabase()));

        made.Should().Be(1);
        databases.Select(database => database.Name).Should().OnlyHaveUniqueItems();
        foreach (var database in databases)
            (await Scratch.Query<long>(database.TcpConnectionString, "select count(*) from migrated")).Should().Be(0);
    }

    [Fact]
    public async Task Dispose_WithAnOpenConnection_DropsTheDatabase()
    {
        var cluster = await TestCluster.Shared;
        var database = await cluster.CreateDatabase();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();

        await database.DisposeAsync();

        var open = () => Scratch.Query<int>(database.ConnectionString, "select 1");
        (await open.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidCatalogName);
    }
}
