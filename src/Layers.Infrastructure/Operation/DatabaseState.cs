using Dapper;
using Layers.Application.Operation;
using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Infrastructure.Operation;

/// <summary>One look at a time: frequent callers cost no more than one connection.</summary>
internal sealed class DatabaseState(Connections connections) : IDatabaseState
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock guard = new();
    private Task<bool> looking = Task.FromResult(false);

    public async Task<DatabaseCondition> Look()
    {
        try
        {
            return await TheLook().WaitAsync(Patience) ? DatabaseCondition.Ready : DatabaseCondition.NotMigrated;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return DatabaseCondition.NotMigrated;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return DatabaseCondition.OutOfReach;
        }
    }

    private Task<bool> TheLook()
    {
        lock (guard)
            return looking = looking.IsCompleted ? IsMigrated() : looking;
    }

    // A later schema will do: servers of two versions run side by side while they are being replaced.
    private const string SelectIsMigrated = "select exists (select from schema_migrations where name = @newest)";

    private async Task<bool> IsMigrated()
    {
        await using var pooled = await connections.Open(organization: null, CancellationToken.None);
        return await pooled.Connection.ExecuteScalarAsync<bool>(SelectIsMigrated, new { newest = Migrator.Newest });
    }
}
