using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;

namespace Layers.Api.Workers;

/// <summary>
/// Publishes posts, each account in lanes of its own. It looks twice a second: a post leaves within two seconds of its hour, whatever other accounts
/// and organizations do.
/// </summary>
internal sealed class PublishingLanes(JobScope jobs, DispatchOptions options, ServerClock clock, NodeClock node) : ILaneWork
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public string Name => "posts";

    public LaneLimits Limits => new(options.Lanes, options.LanesOfAnAccount, Pause, Grace: options.Lease.ToTimeSpan());

    public async Task<IReadOnlyList<DueLane>> Find(int atMost, CancellationToken cancellationToken)
    {
        // Posts would leave at a wrong hour.
        if (node.IsTooFarOff)
            return [];
        var due = await jobs.Read<IDuePosts, IReadOnlyList<DueAccount>>(posts =>
            posts.ListDueAccounts(clock.Now(), options.Grace, atMost, cancellationToken));
        return [.. due.Select(one => new DueLane(one.Organization, one.Account.ToString(), ending => Dispatch(one, ending)))];
    }

    private async Task<int> Dispatch(DueAccount due, CancellationToken ending)
    {
        using var span = GateSignals.Spans.StartActivity(nameof(DispatchAccount));
        return await jobs.Run(due.Organization, Actor.Dispatch, due.ClockOffset, new DispatchAccount(due.Account), ending);
    }
}
