using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Says what becomes of a due post: it leaves, ends without another attempt, or waits for its gate.</summary>
public sealed class DueJudge(ApprovalGate gate, GuardedPublishers publishers, DispatchOptions options)
{
    /// <summary>A post behind a shut gate stays where it is, however late.</summary>
    public Judged Judge(DuePost item, Instant now)
    {
        if (item.Account.ProjectIsArchived)
            return new Judged(item, post => post.Cancel(ScheduledPost.ProjectArchived, now));
        if (item.Account.Status == SocialAccountStatus.Disconnected)
            return new Judged(item, post => post.Fail(PostFailures.AccountDisconnected));
        if (!gate.IsOpenFor(item.Gate))
            return new Judged(item, IsBlocked: true);
        if (!publishers.Have(item.Account.Publisher))
            return new Judged(item, post => post.Fail(PostFailures.NoPublisher(item.Account.Publisher)));
        if (IsTooLate(item, now))
            return new Judged(item, post => post.Fail(PostFailures.SchedulePassed));
        return item.Post.Attempts >= ScheduledPost.MostAttempts
            ? new Judged(item, post => post.Fail(PostFailures.GivenUp))
            : new Judged(item);
    }

    private bool IsTooLate(DuePost item, Instant now) =>
        item.Post.IsLate(now, options.Grace) && (item.Post.Attempts == 0 || item.Account.Status == SocialAccountStatus.ReauthRequired);
}

/// <param name="Item">Is judged once: the gate's rules may be many, and so may the posts.</param>
/// <param name="End">How it ends without another attempt; null when it does not.</param>
/// <param name="IsBlocked">It waits for its gate.</param>
public sealed record Judged(DuePost Item, Action<ScheduledPost>? End = null, bool IsBlocked = false)
{
    public bool Leaves => End is null && !IsBlocked;
}
