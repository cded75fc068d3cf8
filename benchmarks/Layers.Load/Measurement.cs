using System.Diagnostics;

namespace Layers.Load;

/// <summary>One run of one scenario against one contender.</summary>
/// <param name="ServerCpu">Microseconds a request, until everything that the requests left behind is done.</param>
/// <param name="DatabaseCpu">The same of PostgreSQL.</param>
/// <param name="Aftermath">How long after the last answer there were still events without a position or audit rows without a seal.</param>
internal sealed record Measurement(
    string Scenario, int Connections, string Contender, double PerSecond, long P50, long P99, double ServerCpu, double DatabaseCpu, TimeSpan Aftermath)
{
    public double Cpu => ServerCpu + DatabaseCpu;

    public static async Task<Measurement> Take(
        Contender contender, int postmaster, Scenario scenario, int connections, int seconds, int seed, CancellationToken cancellationToken)
    {
        if (scenario.Consumes)
            await contender.Data.MakePendingAgain();
        if (scenario.Writes)
            await contender.Data.Vacuum(cancellationToken);
        var (server, database) = (Proc.CpuOfFamily(contender.ProcessId), Proc.CpuOfFamily(postmaster));
        var wrk = await Wrk.Run(contender, scenario, connections, seconds, seed, cancellationToken);
        if (wrk.Refused + wrk.Broken > 0)
            throw new InvalidOperationException($"{scenario.Name} of {contender.Data.Name}: {wrk.Refused} refused and {wrk.Broken} broken of {wrk.Requests}.");

        var after = Stopwatch.StartNew();
        if (scenario.Writes)
            await contender.Data.Settle(cancellationToken);
        return new Measurement(
            scenario.Name,
            connections,
            contender.Data.Name,
            wrk.PerSecond,
            wrk.P50,
            wrk.P99,
            (Proc.CpuOfFamily(contender.ProcessId) - server).TotalMicroseconds / wrk.Requests,
            (Proc.CpuOfFamily(postmaster) - database).TotalMicroseconds / wrk.Requests,
            after.Elapsed);
    }
}
