using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Makes live posts of what waited for an approval, in the approval's own transaction: with the ids already handed out, all or none.
/// Whoever approves, a person or the clock, comes by here.
/// </summary>
public sealed class PostPromotion(ISocialAccounts accounts, IScheduledPosts posts)
{
    /// <summary>Null when nothing waited. A failed stash stays on the container, with its reason.</summary>
    public async Task<PromotedSchedule?> Promote(Container container, Instant now, CancellationToken cancellationToken) =>
        (await Promote([container], now, cancellationToken)).GetValueOrDefault(container.Id);

    /// <summary>The same for containers of one project, by container; where nothing waited there is no entry.</summary>
    public async Task<IReadOnlyDictionary<ContainerId, PromotedSchedule>> Promote(
        IReadOnlyList<Container> containers, Instant now, CancellationToken cancellationToken)
    {
        var waiting = containers.Where(container => container.PendingSchedule is not null).ToList();
        if (waiting.Count == 0)
            return new Dictionary<ContainerId, PromotedSchedule>();

        var wanted = waiting.SelectMany(container => container.PendingSchedule!.Posts).Select(post => post.SocialAccount).Distinct().ToList();
        var found = await accounts.GetForPosting(waiting[0].Organization, waiting[0].Project, wanted, cancellationToken);
        var connected = found.Where(account => account.Status == SocialAccountStatus.Connected).Select(account => account.Id).ToHashSet();
        var promoted = waiting.ToDictionary(container => container.Id, container => Promote(container, connected, now));
        posts.Add([.. promoted.Values.SelectMany(schedule => schedule.Posts)]);
        return promoted;
    }

    private static PromotedSchedule Promote(Container container, HashSet<SocialAccountId> connected, Instant now)
    {
        var stash = container.PendingSchedule!;
        var promotion = stash.Promote(connected, now);
        container.Settle(promotion);
        List<ScheduledPost> live = promotion.IsOk ? [.. stash.Posts.Select(post => ScheduledPost.Of(container, post, now))] : [];
        return new PromotedSchedule(promotion, live);
    }
}

/// <summary>What became of a schedule that had waited.</summary>
/// <param name="Posts">The live posts; empty after a failure.</param>
public sealed record PromotedSchedule(Promotion Promotion, IReadOnlyList<ScheduledPost> Posts);
