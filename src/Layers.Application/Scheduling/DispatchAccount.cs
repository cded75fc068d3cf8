using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Publishes a batch of one account's due posts, and returns how many it took up. It is not a command: nothing is locked while a publisher is at
/// work. Any number of nodes, and several lanes of one node, may do so at the same time.
/// </summary>
public sealed record DispatchAccount(SocialAccountId Account) : IRequest<int>;

/// <param name="Batch">How many posts of one account a node hands over at the same time.</param>
/// <param name="Lanes">How many lanes a node has open at the same time.</param>
/// <param name="Lease">How long a claim lasts: longer than any publisher takes.</param>
/// <param name="Grace">How long after its hour a post may still be tried for the first time.</param>
public sealed record DispatchOptions(int Batch, int Lanes, Duration Lease, Duration Grace)
{
    /// <summary>The batch is shared by several lanes, so that one post that hangs does not keep the account's others waiting.</summary>
    public int LanesOfAnAccount => Math.Min(Batch, 4);

    public int BatchOfALane => Batch / LanesOfAnAccount;
}

public sealed class DispatchAccountHandler(
    ICaller caller,
    IScheduledPosts posts,
    IDuePosts duePosts,
    ISocialAccounts accounts,
    IEnumerable<ISocialPublisher> publishers,
    ApprovalGate gate,
    OutgoingRound round,
    IAuditLog audit,
    IOutbox outbox,
    DispatchOptions options,
    IClock clock) : IRequestHandler<DispatchAccount, int>
{
    private const int EndedAtOnce = 500;

    private static readonly Duration ClosedGatePause = Duration.FromMinutes(1);

    public Task<int> Handle(DispatchAccount request, CancellationToken cancellationToken) =>
        round.Run(
            () => Claim(request.Account, cancellationToken),
            item => PublisherOf(item).Publish(item.Post, item.Account, cancellationToken),
            (item, outcome) => WriteDown(item.Post, outcome, cancellationToken),
            cancellationToken);

    private async Task<ClaimedBatch<DuePost>> Claim(SocialAccountId account, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await List(account, now, options.BatchOfALane, cancellationToken);
        if (due.Any(item => EndOf(item, now) is not null)) // As a rule there are many then, after the server was away.
            due = await List(account, now, EndedAtOnce, cancellationToken);

        var ended = due.Where(item => EndOf(item, now) is not null).ToList();
        var waiting = due.Except(ended).Where(item => !gate.IsOpenFor(item.Gate)).ToList();
        var open = due.Except(ended).Except(waiting).Take(options.BatchOfALane).ToList();
        End(ended, now);
        foreach (var item in waiting)
            PutOff(item.Post, now);
        foreach (var item in open)
            item.Post.Claim(now + options.Lease, item.Post.Message ?? PublisherOf(item).Compose(item.Post, item.Account, item.Assets));
        duePosts.SaveClaimed([.. open.Select(item => item.Post)]);
        return new ClaimedBatch<DuePost>(open, ended.Count + waiting.Count + open.Count);
    }

    private Task<IReadOnlyList<DuePost>> List(SocialAccountId account, Instant now, int atMost, CancellationToken cancellationToken) =>
        duePosts.ListDueForUpdate(caller.Organization, account, now, options.Grace, atMost, cancellationToken);

    /// <summary>How a post ends without another attempt; null when it does not. A post behind a closed gate stays where it is, however late.</summary>
    private Action<ScheduledPost>? EndOf(DuePost item, Instant now) =>
        item.Account.ProjectIsArchived ? post => post.Cancel(ScheduledPost.ProjectArchived, now)
        : item.Account.Status == SocialAccountStatus.Disconnected ? post => post.Fail(PostFailures.AccountDisconnected)
        : !gate.IsOpenFor(item.Gate) ? null
        : IsTooLate(item, now) ? post => post.Fail(PostFailures.SchedulePassed)
        : item.Post.Attempts >= ScheduledPost.MostAttempts ? post => post.Fail(PostFailures.GivenUp)
        : null;

    private bool IsTooLate(DuePost item, Instant now) =>
        item.Post.IsLate(now, options.Grace) && (item.Post.Attempts == 0 || item.Account.Status == SocialAccountStatus.ReauthRequired);

    private void End(List<DuePost> items, Instant now)
    {
        foreach (var item in items)
            EndOf(item, now)!(item.Post);
        foreach (var alike in items.Select(item => item.Post).GroupBy(post => (post.Status, post.Failure)))
            posts.SaveEnded([.. alike]);
        Announce([.. items.Select(item => item.Post)], now);
    }

    private void PutOff(ScheduledPost post, Instant now)
    {
        post.WaitUntil(now + ClosedGatePause);
        posts.Save(post);
    }

    private ISocialPublisher PublisherOf(DuePost item) => publishers.Single(publisher => publisher.Kind == item.Account.Publisher);

    private async Task WriteDown(ScheduledPost claimed, PublishOutcome outcome, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (outcome is PublishOutcome.Refused { RequiresReauth: true })
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
        audit.Append([.. ended.Select(post => AuditOf(post, now))]);
        outbox.Append([.. ended.Select(post => EventOf(post, now))]);
    }

    private static AuditEntry AuditOf(ScheduledPost post, Instant now) =>
        post.Status switch
        {
            PostStatus.Failed => PostAudit.Failed(post, now),
            PostStatus.Canceled => PostAudit.Canceled(post, now),
            _ => PostAudit.Published(post, now),
        };

    private static OutboxEvent EventOf(ScheduledPost post, Instant now) =>
        post.Status switch
        {
            PostStatus.Failed => PostEvents.Failed(post, now),
            PostStatus.Canceled => PostEvents.Canceled(post, now),
            _ => PostEvents.Published(post, now),
        };

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
