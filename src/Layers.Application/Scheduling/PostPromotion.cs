using Layers.Application.Social;
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
    public async Task<Promotion?> Promote(Container container, Instant now, CancellationToken cancellationToken)
    {
        if (container.PendingSchedule is not { } stash)
            return null;

        var wanted = stash.Posts.Select(post => post.SocialAccount).Distinct().ToList();
        var found = await accounts.GetForPosting(container.Organization, container.Project, wanted, cancellationToken);
        var connected = found.Where(account => account.Status == SocialAccountStatus.Connected).Select(account => account.Id).ToHashSet();

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
