using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Queues the posts that a container held, in the approval's own transaction: all or none. Every approval, by a person or by the clock, uses it.
/// </summary>
public sealed class PostPromotion(IScheduledPosts posts)
{
    /// <summary>Null when nothing waited. After a failure the posts have failed, and the container keeps the reason.</summary>
    public async Task<PromotedSchedule?> Promote(Container container, Instant now, CancellationToken cancellationToken) =>
        (await Promote([container], now, cancellationToken)).GetValueOrDefault(container.Id);

    /// <summary>The same for containers of one project, by container; where nothing waited there is no entry.</summary>
    public async Task<IReadOnlyDictionary<ContainerId, PromotedSchedule>> Promote(
        IReadOnlyList<Container> containers, Instant now, CancellationToken cancellationToken)
    {
        var waiting = containers.Where(container => container.State.HeldPosts > 0).ToList();
        if (waiting.Count == 0)
            return new Dictionary<ContainerId, PromotedSchedule>();

        var ids = waiting.ConvertAll(container => container.Id);
        var held = await posts.ListHeldForPosting(waiting[0].Organization, waiting[0].Project, ids, cancellationToken);
        var disconnected = held.Where(item => item.Account == SocialAccountStatus.Disconnected).Select(item => item.Post.SocialAccount).ToHashSet();
        var byContainer = held.Select(item => item.Post).ToLookup(post => post.Container);
        var promoted = waiting.ToDictionary(container => container.Id, container => Promote(container, [.. byContainer[container.Id]], disconnected, now));
        Save(promoted.Values);
        return promoted;
    }

    private static PromotedSchedule Promote(Container container, IReadOnlyList<ScheduledPost> held, HashSet<SocialAccountId> disconnected, Instant now)
    {
        var promotion = Promotion.Of(held, disconnected, now);
        container.Settle(promotion);
        return new PromotedSchedule(promotion, held);
    }

    private void Save(IReadOnlyCollection<PromotedSchedule> promoted)
    {
        posts.SaveQueued([.. promoted.Where(schedule => schedule.Promotion.IsOk).SelectMany(schedule => schedule.Posts)]);
        foreach (var failed in promoted.Where(schedule => !schedule.Promotion.IsOk).GroupBy(schedule => schedule.Promotion.Reason, StringComparer.Ordinal))
            posts.SaveEnded([.. failed.SelectMany(schedule => schedule.Posts)]);
    }
}

/// <summary>What became of a schedule that had waited.</summary>
/// <param name="Posts">All of them queued, or all of them failed.</param>
public sealed record PromotedSchedule(Promotion Promotion, IReadOnlyList<ScheduledPost> Posts);
