using System.Diagnostics;
using Dapper;
using Layers.Bare;
using Npgsql;

namespace Layers.Load;

/// <summary>The bare server's own statements, run by pgbench without any server: what PostgreSQL itself can do.</summary>
internal static class Floor
{
    /// <summary>Transactions a second.</summary>
    public static async Task<double> Measure(Scenario scenario, DataCopy data, int connections, int seconds, CancellationToken cancellationToken)
    {
        if (scenario.Consumes)
            await data.MakePendingAgain();
        await MakeArguments(scenario, data);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, ScriptOf(scenario), cancellationToken);
        try
        {
            var perSecond = await PgBench(script, data, connections, seconds, cancellationToken);
            if (scenario.Consumes && await Turns(data) > await data.Count(scenario))
                throw new InvalidOperationException($"{scenario.Name}: there are too few rows for {seconds} s.");
            return perSecond;
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string StatementOf(Scenario scenario) =>
        scenario switch
        {
            { Sends: "approve" } => Decisions.ApproveContainer,
            { Sends: "once" } => Decisions.ApproveOnce,
            { Sends: "caption" } => Contents.CorrectCaption,
            { Sends: "policy" } => Policies.ChangePolicy,
            { Name: "GET policy" } => Policies.SelectPolicy,
            { Name: "GET container" } => Contents.SelectContainer,
            _ => Lists.Sql("completed", cursor: null),
        };

    // What follows organization and id.
    private static string RestOf(Scenario scenario) =>
        scenario.Sends switch
        {
            "approve" => $", {Written}",
            "once" => $", {Written}, gen_random_uuid()::text, sha256('body')",
            "caption" => ", 'The roast that started it all, now in stores.', now(), gen_random_uuid(), 'req_floor', gen_random_uuid(), 'api_key_floor'",
            "policy" => ", true, (random() * 50)::int, 'P250D', 21600000, now(), gen_random_uuid(), 'req_floor', gen_random_uuid(), 'api_key_floor', gen_random_uuid()",
            _ => scenario.Name.Contains("list", StringComparison.Ordinal) ? ", 26" : "",
        };

    private const string Written =
        "now(), 'api_key_floor', 'Approved by agent.', gen_random_uuid(), 'req_floor', '00000000-0000-0000-0000-000000000000', gen_random_uuid()";

    private static async Task MakeArguments(Scenario scenario, DataCopy data)
    {
        await using var connection = new NpgsqlConnection(data.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync(
            $$"""
            drop table if exists bench.arguments;
            drop sequence if exists bench.turn;
            create table bench.arguments as
              select row_number() over () - 1 as n, format('%L, %L', organization_id, substring(path from '[0-9a-f-]{36}')) as text
              from ({{scenario.Targets}}) t (path, organization_id);
            alter table bench.arguments add primary key (n);
            create sequence bench.turn cache 100;
            analyze bench.arguments
            """,
            commandTimeout: 0);
    }

    private static async Task<long> Turns(DataCopy data)
    {
        await using var connection = new NpgsqlConnection(data.ConnectionString);
        return await connection.ExecuteScalarAsync<long>("select last_value from bench.turn");
    }

    // A session prepares the statement once; its arguments are looked up by a primary key in every transaction.
    private static string ScriptOf(Scenario scenario) =>
        $"""
         \if :prepared
         \else
         prepare statement as {StatementOf(scenario).ReplaceLineEndings(" ")};
         \set prepared 1
         \endif
         select text from bench.arguments where n = (select nextval('bench.turn') % (select max(n) + 1 from bench.arguments)) \gset
         execute statement(:text{RestOf(scenario)});

         """;

    private static async Task<double> PgBench(string script, DataCopy data, int connections, int seconds, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnectionStringBuilder(data.ConnectionString);
        string[] arguments =
        [
            "-n", "-M", "simple", "-D", "prepared=0", "-c", connections.ToString(), "-j", "1", "-T", seconds.ToString(), "-f", script,
            "-h", database.Host!, "-p", database.Port.ToString(), "-U", database.Username!, database.Database!,
        ];
        using var pgbench = Process.Start(new ProcessStartInfo("pgbench", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = pgbench.StandardError.ReadToEndAsync(cancellationToken);
        var said = await pgbench.StandardOutput.ReadToEndAsync(cancellationToken);
        await pgbench.WaitForExitAsync(cancellationToken);
        var line = said.Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"pgbench failed: {await errors}");
        return double.Parse(line.Split(' ')[2]);
    }
}
