using Layers.Application.Operation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Publishes a batch of one account's due posts, and returns how many it took up. It is not a command: nothing is locked while a publisher is at
/// work. Any number of nodes, and several lanes of one node, may do so at the same time. Posts of an account whose publisher this server does not have are left
/// to other nodes, or until an extension brings it back; nobody loses them to a server that was started without it. They fail once they were due for longer
/// than the grace: nothing goes out at an hour nobody chose.
/// </summary>
public sealed record DispatchAccount(SocialAccountId Account) : IRequest<int>;

/// <param name="Batch">How many posts of one account a node hands over at the same time.</param>
/// <param name="Lanes">How many lanes a node has open at the same time.</param>
/// <param name="Lease">How long a claim lasts: longer than any publisher takes, and than two nodes' clocks are apart.</param>
/// <param name="Grace">How long after its hour a post may still be tried for the first time.</param>
public sealed record DispatchOptions(int Batch, int Lanes, Duration Lease, Duration Grace)
{
    /// <summary>The batch is shared by several lanes, so that one post that hangs does not keep the account's others waiting.</summary>
    public int LanesOfAnAccount => Math.Min(Batch, 4);

    public int BatchOfALane => Batch / LanesOfAnAccount;

    /// <summary>How long a publisher may take: by any node's clock its claim still lasts then.</summary>
    public Duration Patience => Lease - NodeClock.FurthestApart;
}

public sealed class DispatchAccountHandler(
    ICaller caller,
    IScheduledPosts posts,
    IDuePosts duePosts,
    ISocialAccounts accounts,
    GuardedPublishers publishers,
    DueJudge judge,
    OutgoingRound round,
    IAuditLog audit,
    IOutbox outbox,
    DispatchOptions options,
    IClock clock) : IRequestHandler<DispatchAccount, int>
{
    private const int TakenUpAtOnce = 500;

    private static readonly Duration ClosedGatePause = Duration.FromMinutes(1);
    private static readonly Duration LongestClosedGatePause = Duration.FromHours(1);

    public Task<int> Handle(DispatchAccount request, CancellationToken cancellationToken) =>
        round.Run(
            () => Claim(request.Account, cancellationToken),
            item => publishers.Publish(item, cancellationToken),
            (item, outcome) => WriteDown(item.Post, outcome, cancellationToken),
            cancellationToken);

    private async Task<ClaimedBatch<DuePost>> Claim(SocialAccountId account, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await Judge(account, now, options.BatchOfALane, cancellationToken);
        if (due.Exists(judged => !judged.Leaves)) // As a rule there are many then: the server was away, or a gate is shut. Those that leave wait behind none of them.
            due = await Judge(account, now, TakenUpAtOnce, cancellationToken);

        var open = due.Where(judged => judged.Leaves).Take(options.BatchOfALane).Select(judged => judged.Item).ToList();
        var ended = End(due, now);
        var waiting = PutOff(due, now);
        var claimed = open.Where(item => TryClaim(item, now)).ToList();
        duePosts.SaveClaimed([.. claimed.Select(item => item.Post)]);
        return new ClaimedBatch<DuePost>(claimed, ended + waiting + open.Count);
    }

    /// <summary>Returns false when its publisher could not compose it: that was an attempt, as one that failed.</summary>
    private bool TryClaim(DuePost item, Instant now)
    {
        var message = publishers.Compose(item);
        item.Post.Claim(now + options.Lease, message.Text);
        if (message.Failure is not { } failure)
            return true;
        item.Post.FailForNow(failure, Backoff.After(item.Post.Attempts), now);
        posts.Save(item.Post);
        if (item.Post.Status == PostStatus.Failed)
            Announce([item.Post], now);
        return false;
    }

    private async Task<List<Judged>> Judge(SocialAccountId account, Instant now, int atMost, CancellationToken cancellationToken)
    {
        var due = await duePosts.ListDueForUpdate(caller.Organization, account, now, options.Grace, atMost, cancellationToken);
        return [.. due.Select(item => judge.Judge(item, now))];
    }

    private int End(List<Judged> due, Instant now)
    {
        var ended = new List<ScheduledPost>();
        foreach (var (item, end, _) in due)
        {
            if (end is null)
                continue;
            end(item.Post);
            ended.Add(item.Post);
        }

        foreach (var alike in ended.GroupBy(post => (post.Status, post.Failure)))
            posts.SaveEnded([.. alike]);
        Announce(ended, now);
        return ended.Count;
    }

    private int PutOff(List<Judged> due, Instant now)
    {
        var waiting = due.Where(judged => judged.IsBlocked).Select(judged => judged.Item.Post).ToList();
        foreach (var post in waiting)
            post.WaitUntil(now + PauseOf(post, now));
        duePosts.SavePutOff(waiting);
        return waiting.Count;
    }

    // As long again as the post is late. A change of its container ends the pause, but for a post that was tried: its pause may be that of a failure.
    private static Duration PauseOf(ScheduledPost post, Instant now) =>
        post.Status == PostStatus.Queued
            ? Duration.Min(Duration.Max(now - post.ScheduledFor, ClosedGatePause), LongestClosedGatePause)
            : ClosedGatePause;

    private async Task WriteDown(ScheduledPost claimed, PublishOutcome outcome, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (outcome is PublishOutcome.SignedOut)
            await RequireReauth(claimed, now, cancellationToken);
        var post = await posts.GetForUpdate(claimed.Organization, claimed.Id, cancellationToken);

        // If the claim ended meanwhile and somebody took it over, there was another attempt, and its outcome is the one that counts.
        if (post.Status != PostStatus.Publishing || post.Attempts != claimed.Attempts)
            return;

        switch (outcome)
        {
            case PublishOutcome.Published published:
                post.Succeed(published.ExternalId, published.ExternalUrl, now);
                break;
            case PublishOutcome.Refused refused:
                post.Refuse(refused.Failure);
                break;
            case PublishOutcome.SignedOut signedOut:
                post.FailForSignIn(signedOut.Failure);
                break;
            case PublishOutcome.FailedForNow failed:
                post.FailForNow(failed.Failure, Backoff.AtLeast(Backoff.After(post.Attempts), failed.RetryAfter, Backoff.LongestHint), now);
                break;
        }

        posts.Save(post);
        if (post.Status != PostStatus.Publishing)
            Announce([post], now);
    }

    private void Announce(List<ScheduledPost> ended, Instant now)
    {
        audit.Append([.. ended.Select(post => PostAudit.Ended(post, now))]);
        outbox.Append([.. ended.Select(post => PostEvents.Ended(post, now))]);
    }

    // Before the post's own lock: a disconnect locks the account first, and its posts after it.
    private async Task RequireReauth(ScheduledPost post, Instant now, CancellationToken cancellationToken)
    {
        var account = await accounts.GetForUpdate(post.Organization, post.Project, post.SocialAccount, cancellationToken);
        if (!account.RequireReauth())
            return;
        accounts.Save(account);
        audit.Append(new AuditEntry("social_account.reauth_required", now, post.Project, new { socialAccountId = account.Id, scheduledPostId = post.Id }));
    }
}
