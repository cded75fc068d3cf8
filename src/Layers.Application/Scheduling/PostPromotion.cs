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
    public async Task<Promotion?> Promote(Container container, Instant now, CancellationToken cancellationToken) =>
        (await Promote([container], now, cancellationToken)).GetValueOrDefault(container.Id);

    /// <summary>The same for containers of one project, by container; where nothing waited there is no entry.</summary>
    public async Task<IReadOnlyDictionary<ContainerId, Promotion>> Promote(
        IReadOnlyList<Container> containers, Instant now, CancellationToken cancellationToken)
    {
        var waiting = containers.Where(container => container.PendingSchedule is not null).ToList();
        if (waiting.Count == 0)
            return new Dictionary<ContainerId, Promotion>();

        var wanted = waiting.SelectMany(container => container.PendingSchedule!.Posts).Select(post => post.SocialAccount).Distinct().ToList();
        var found = await accounts.GetForPosting(waiting[0].Organization, waiting[0].Project, wanted, cancellationToken);
        var connected = found.Where(account => account.Status == SocialAccountStatus.Connected).Select(account => account.Id).ToHashSet();
        return waiting.ToDictionary(container => container.Id, container => Promote(container, connected, now));
    }

    private Promotion Promote(Container container, HashSet<SocialAccountId> connected, Instant now)
    {
        var stash = container.PendingSchedule!;
        var promotion = stash.Promote(connected, now);
        container.Settle(promotion);
        if (promotion.IsOk)
        {
            foreach (var post in stash.Posts)
                posts.Add(ScheduledPost.Of(container, post, now));
        }

        return promotion;
    }
}
