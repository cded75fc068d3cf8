using Dapper;
using Layers.Application.Operation;
using Layers.Application.Seams;
using Layers.Domain.Approval;
using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Infrastructure.Operation;

/// <summary>One look at a time: frequent callers cost no more than one connection.</summary>
internal sealed class DatabaseState(Connections connections, IReadOnlyList<MigrationSource> sources, ApprovalGate gate) : IDatabaseState
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string selectCondition =
        $"""
         select {string.Join(" and ", Migration.All(sources).GroupBy(migration => migration.Schema).Select(HasNewest))},
           exists (select from gate_rules where name <> all(@rules))
         """;

    private readonly string[] rules = [.. gate.RuleNames];
    private readonly Lock guard = new();
    private Task<DatabaseCondition> looking = Task.FromResult(DatabaseCondition.OutOfReach);

    public async Task<DatabaseCondition> Look()
    {
        try
        {
            return await SharedCheck().WaitAsync(Patience);
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

    private Task<DatabaseCondition> SharedCheck()
    {
        lock (guard)
            return looking = looking.IsCompleted ? Check() : looking;
    }

    // A later schema will do: servers of two versions run side by side while they are being replaced.
    private static string HasNewest(IEnumerable<Migration> ofSchema) =>
        $"exists (select from {ofSchema.Last().Schema}.schema_migrations where name = '{ofSchema.Last().Name}')";

    private async Task<DatabaseCondition> Check()
    {
        await using var pooled = await connections.Open(organization: null, CancellationToken.None);
        var (isMigrated, hasOtherRules) = await pooled.Connection.QuerySingleAsync<(bool, bool)>(selectCondition, new { rules });
        return !isMigrated ? DatabaseCondition.NotMigrated : hasOtherRules ? DatabaseCondition.HasOtherGateRules : DatabaseCondition.Ready;
    }
}
