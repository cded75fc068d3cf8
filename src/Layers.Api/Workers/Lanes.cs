using Layers.Domain;
using OpenTelemetry;

namespace Layers.Api.Workers;

/// <summary>
/// Does work that waits for the outside in lanes: one that is slow or fails keeps no other waiting. Every node has its lanes; which piece is whose
/// is decided in PostgreSQL. When the server stops, what is being sent may still come to its end, for a while.
/// </summary>
internal sealed partial class Lanes<TWork>(TWork work, TimeProvider time, ILogger<Lanes<TWork>> logger) : BackgroundService
    where TWork : ILaneWork
{
    private static readonly TimeSpan PauseInACrowd = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly LaneLimits limits = work.Limits;
    private readonly List<OpenLane> open = [];

    /// <summary>Some wait for a lane: each that is open is left after its round, however much is due in it.</summary>
    private volatile bool isCrowded;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = new CancellationTokenSource();
        await using var registration = stoppingToken.Register(() => ending.CancelAfter(limits.Grace));
        // A server that starts should first respond to requests.
        await Wait(limits.Pause, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var looked = await OpenLanes(stoppingToken, ending.Token);
            await Wait(!looked ? PauseAfterFailure : isCrowded ? PauseInACrowd : limits.Pause, stoppingToken);
        }

        await Task.WhenAll(open.Select(lane => lane.Rounds));
    }

    private async Task Wait(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Opens lanes for what is due, and waits for none of them. Returns false when it could not look.</summary>
    private async Task<bool> OpenLanes(CancellationToken stopping, CancellationToken ending)
    {
        try
        {
            open.RemoveAll(lane => lane.Rounds.IsCompleted);
            isCrowded = !Open(await Find(stopping), stopping, ending);
            return true;
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
                LogLookFailure(logger, work.Name, e);
            return false;
        }
    }

    // Those that have their lanes may all be due again: there is room in the answer for as many that have none.
    private async Task<IReadOnlyList<DueLane>> Find(CancellationToken stopping)
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        return await work.Find(2 * limits.Lanes, stopping);
    }

    /// <summary>
    /// Those with the fewest lanes come first. An organization without a lane gets any that is free. It gets more only of those outside the reserve, and
    /// only while it has fewer than are free there: so however many lanes others want, an organization that comes later finds one, until as many
    /// organizations have work as there are lanes. Returns whether there was a lane for each.
    /// </summary>
    private bool Open(IReadOnlyList<DueLane> due, CancellationToken stopping, CancellationToken ending)
    {
        var ofKeys = open.CountBy(lane => lane.Key).ToDictionary();
        var ofOrganizations = open.CountBy(lane => lane.Organization).ToDictionary();
        var isEnough = true;
        foreach (var one in due.Where(one => ofKeys.GetValueOrDefault(one.Key) < limits.LanesOfAKey).OrderBy(one => ofKeys.GetValueOrDefault(one.Key)))
        {
            var held = ofOrganizations.GetValueOrDefault(one.Organization);
            var free = limits.Lanes - open.Count;
            if (held >= (held == 0 ? free : free - limits.Reserve))
            {
                isEnough = false;
                continue;
            }

            ofOrganizations[one.Organization] = held + 1;
            open.Add(new OpenLane(one.Organization, one.Key, Task.Run(() => RunRounds(one, stopping, ending), CancellationToken.None)));
        }

        return isEnough;
    }

    /// <summary>Round after round, until nothing is due or others wait for a lane.</summary>
    private async Task RunRounds(DueLane lane, CancellationToken stopping, CancellationToken ending)
    {
        try
        {
            while (await lane.Round(ending) > 0 && !isCrowded && !stopping.IsCancellationRequested)
            {
            }
        }
        catch (Exception e)
        {
            if (ending.IsCancellationRequested)
                return;
            LogFailure(logger, work.Name, lane.Key, lane.Organization.ToString(), e);
            await Wait(PauseAfterFailure, stopping);
        }
    }

    private sealed record OpenLane(OrganizationId Organization, string Key, Task Rounds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for {Work} that are due failed and will be tried again")]
    private static partial void LogLookFailure(ILogger logger, string work, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending {Work} to {Key} of {Organization} failed and will be tried again")]
    private static partial void LogFailure(ILogger logger, string work, string key, string organization, Exception exception);
}
