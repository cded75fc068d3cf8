using Layers.Testing;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>Databases for tests of migrations.</summary>
internal static class MigratedDatabases
{
    /// <summary>One without a table.</summary>
    public static async Task<TestDatabase> Empty() => await (await TestCluster.Shared).CreateDatabase("template0");

    /// <summary>Runs statements in one session.</summary>
    public static async Task Execute(this TestDatabase database, string sql)
    {
        await using var connection = await database.Connect();
        await connection.Run(sql);
    }
}
