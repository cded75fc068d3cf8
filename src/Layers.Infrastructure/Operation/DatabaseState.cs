using Dapper;
using Layers.Application.Operation;
using Layers.Application.Seams;
using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Infrastructure.Operation;

/// <summary>One look at a time: frequent callers cost no more than one connection.</summary>
internal sealed class DatabaseState(Connections connections, IReadOnlyList<MigrationSource> sources) : IDatabaseState
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string selectIsMigrated = $"select {string.Join(" and ", Migration.All(sources).GroupBy(migration => migration.Schema).Select(HasNewest))}";
    private readonly Lock guard = new();
    private Task<bool> looking = Task.FromResult(false);

    public async Task<DatabaseCondition> Look()
    {
        try
        {
            return await SharedCheck().WaitAsync(Patience) ? DatabaseCondition.Ready : DatabaseCondition.NotMigrated;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable || e.SqlState == PostgresErrorCodes.InvalidSchemaName)
        {
            return DatabaseCondition.NotMigrated;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return DatabaseCondition.OutOfReach;
        }
    }

    private Task<bool> SharedCheck()
    {
        lock (guard)
            return looking = looking.IsCompleted ? IsMigrated() : looking;
    }

    // A later schema will do: servers of two versions run side by side while they are being replaced.
    private static string HasNewest(IEnumerable<Migration> ofSchema) =>
        $"exists (select from {ofSchema.Last().Schema}.schema_migrations where name = '{ofSchema.Last().Name}')";

    private async Task<bool> IsMigrated()
    {
        await using var pooled = await connections.Open(organization: null, CancellationToken.None);
        return await pooled.Connection.ExecuteScalarAsync<bool>(selectIsMigrated);
    }
}
