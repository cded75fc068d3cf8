using System.Diagnostics;
using Dapper;
using Npgsql;

namespace Layers.Load;

/// <summary>A contender's own copy of the data, and what the harness does with it between runs.</summary>
internal sealed class DataCopy(string name, string connectionString)
{
    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PatienceToSettle = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> targets = [];

    public string Name => name;

    public string ConnectionString => connectionString;

    /// <summary>Path and key of a request that is answered with 200.</summary>
    public (string Path, string Key) Probe { get; private set; }

    public static async Task<DataCopy> Of(string name, string connectionString)
    {
        var copy = new DataCopy(name, connectionString);
        await using var connection = await copy.Open();
        copy.Probe = await connection.QuerySingleAsync<(string, string)>(
            "select '/v1/projects/prj_' || project_id || '/approval-policy', text from bench.projects join bench.keys using (organization_id) where n = 0");
        return copy;
    }

    /// <summary>A file with a line for each target: its path and a key that may go there.</summary>
    public async Task<string> TargetsOf(Scenario scenario, CancellationToken cancellationToken)
    {
        if (targets.TryGetValue(scenario.Targets, out var file))
            return file;
        await using var connection = await Open();
        var lines = await connection.QueryAsync<string>(
            $"select path || ' ' || text from ({scenario.Targets}) t (path, organization_id) join bench.keys using (organization_id)", commandTimeout: 0);
        file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, lines, cancellationToken);
        return targets[scenario.Targets] = file;
    }

    // What the harness approved is told from what was made approved by who did it.
    private const string TakeDecisionsBack =
        """
        update containers set approval_status = 'pending', revision = revision - 1, decided_at = null, decided_by = null, decision_source = null, decision_remark = null
        where decided_by like 'api_key_%'
        """;

    public async Task MakePendingAgain()
    {
        await using var connection = await Open();
        await connection.ExecuteAsync(TakeDecisionsBack, commandTimeout: 0);
        await connection.ExecuteAsync("truncate idempotency_keys", commandTimeout: 0);
    }

    /// <summary>Gives back the space that nobody needs any more, before a run and not in its midst.</summary>
    public async Task Vacuum(CancellationToken cancellationToken)
    {
        await using var connection = await Open();
        foreach (var table in (string[])["containers", "audit_log", "audit_seals", "events", "approval_policies"])
            await connection.ExecuteAsync(new CommandDefinition($"vacuum {table}", commandTimeout: 0, cancellationToken: cancellationToken));
    }

    public async Task<long> Count(Scenario scenario) => File.ReadLines(await TargetsOf(scenario, CancellationToken.None)).LongCount();

    private const string IsSettled =
        "select not exists (select from events where position is null) and not exists (select from audit_seals where position is null)";

    /// <summary>Waits until every event has its position and every audit row its seal.</summary>
    public async Task Settle(CancellationToken cancellationToken)
    {
        await using var connection = await Open();
        var waited = Stopwatch.StartNew();
        while (!await connection.ExecuteScalarAsync<bool>(IsSettled))
        {
            if (waited.Elapsed > PatienceToSettle)
                throw new InvalidOperationException($"{name} does not come to an end with what was written.");
            await Task.Delay(PauseBetweenLooks, cancellationToken);
        }
    }

    /// <summary>The cursor behind so many rows of the largest project.</summary>
    public async Task<string> CursorBehind(int rows)
    {
        await using var connection = await Open();
        var (at, id) = await connection.QuerySingleAsync<(DateTime, Guid)>(
            """
            select c.created_at, c.container_id from containers c join bench.projects p using (organization_id, project_id)
            where p.n = 0 order by c.created_at desc, c.container_id desc offset @rows - 1 limit 1
            """,
            new { rows });
        return new Application.Cursor(NodaTime.Instant.FromDateTimeUtc(at), id).ToString();
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
