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
/// Publishes posts whose hour has come and answers how many it took up. Any number of nodes may do so at once, and an organization whose
/// publisher is slow does not keep another waiting within the round.
/// </summary>
public sealed record DispatchDuePosts : IRequest<int>;

/// <param name="Batch">How many posts of one organization are published at the same time.</param>
/// <param name="Lease">How long a claim lasts: longer than any publisher takes.</param>
public sealed record DispatchOptions(int Batch, Duration Lease);

public sealed class DispatchDuePostsHandler(IScheduledPosts posts, ITenantWork work, ServerClock clock) : IRequestHandler<DispatchDuePosts, int>
{
    private const int OrganizationsAtOnce = 1_000;

    public async Task<int> Handle(DispatchDuePosts request, CancellationToken cancellationToken)
    {
        var due = await posts.ListOrganizationsWithDue(clock.Now(), OrganizationsAtOnce, cancellationToken);
        return await work.Run(
            [.. due.Select(one => new TenantRequest(one.Organization, Actor.Dispatch, one.ClockOffset, new DispatchOrganization()))],
            cancellationToken);
    }
}

/// <summary>
/// Publishes a batch of the organization's due posts and answers how many it took up. It is no command: nothing is locked while a publisher is
/// being talked to. A post is claimed for a while first; whoever dies in between leaves it claimed, and when the claim ends another takes it up
/// with the same idempotency key.
/// </summary>
public sealed record DispatchOrganization : IRequest<int>;

public sealed class DispatchOrganizationHandler(
    ICaller caller,
    IScheduledPosts posts,
    ISocialAccounts accounts,
    IEnumerable<ISocialPublisher> publishers,
    IUnitOfWork work,
    IAuditLog audit,
    IOutbox outbox,
    DispatchOptions options,
    IClock clock) : IRequestHandler<DispatchOrganization, int>
{
    private static readonly Duration ClosedGatePause = Duration.FromHours(1);

    public async Task<int> Handle(DispatchOrganization request, CancellationToken cancellationToken)
    {
        var claimed = await work.Run(() => Claim(cancellationToken), cancellationToken);
        await Publish(claimed, cancellationToken);
        return claimed.Count;
    }

    /// <summary>The gate is asked once more: what is not open stays where it is, a post that was tried before as well.</summary>
    private async Task<List<DuePost>> Claim(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await posts.ListDueForUpdate(caller.Organization, now, options.Batch, cancellationToken);
        var gates = due.ToLookup(item => GateVerdict.Of(item.Gate).Blocked);
        foreach (var item in gates[true])
            item.Post.DueAt = now + ClosedGatePause;

        var triesLeft = gates[false].ToLookup(item => item.Post.Attempts < ScheduledPost.MostAttempts);
        foreach (var item in triesLeft[true])
            item.Post.Claim(now + options.Lease);
        foreach (var item in triesLeft[false])
            item.Post.Fail(PostFailure.GivenUp);

        foreach (var item in due)
            posts.Save(item.Post);
        foreach (var item in triesLeft[false])
            Tell(item.Post, now);
        return [.. triesLeft[true]];
    }

    // Publishers are asked side by side; their answers are written down one by one, as they come. One that cannot be written down leaves its
    // post claimed, and the others are written down all the same.
    private async Task Publish(List<DuePost> claimed, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        await foreach (var answer in Task.WhenEach(claimed.Select(item => Ask(item, cancellationToken))).WithCancellation(cancellationToken))
        {
            try
            {
                var (post, outcome) = await answer;
                await work.Run(() => WriteDown(post, outcome, cancellationToken), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task<(ScheduledPost Post, PublishOutcome Outcome)> Ask(DuePost item, CancellationToken cancellationToken)
    {
        if (item.Account.Status == SocialAccountStatus.Disconnected)
            return (item.Post, new PublishOutcome.Refused(PostFailure.AccountDisconnected));
        var publisher = publishers.Single(publisher => publisher.Kind == item.Account.Publisher);
        return (item.Post, await publisher.Publish(item.Post, item.Account, item.Assets, cancellationToken));
    }

    private async Task<Unit> WriteDown(ScheduledPost claimed, PublishOutcome outcome, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (outcome is PublishOutcome.Refused { RequiresReauth: true })
            await RequireReauth(claimed, now, cancellationToken);
        var post = await posts.GetForUpdate(claimed.Organization, claimed.Id, cancellationToken);

        // Whoever took the claim over has attempted once more, and it is theirs to write down.
        if (post.Status != PostStatus.Publishing || post.Attempts != claimed.Attempts)
            return Unit.Value;

        switch (outcome)
        {
            case PublishOutcome.Published published:
                post.Succeed(published.ExternalId, published.ExternalUrl, now);
                break;
            case PublishOutcome.Refused refused:
                post.Fail(refused.Failure);
                break;
            case PublishOutcome.FailedForNow failed:
                post.FailForNow(failed.Failure, failed.RetryAfter ?? Backoff.After(post.Attempts), now);
                break;
        }

        posts.Save(post);
        if (post.Status != PostStatus.Publishing)
            Tell(post, now);
        return Unit.Value;
    }

    private void Tell(ScheduledPost post, Instant now)
    {
        var hasFailed = post.Status == PostStatus.Failed;
        audit.Append(hasFailed ? PostAudit.Failed(post, now) : PostAudit.Published(post, now));
        outbox.Append(hasFailed ? PostEvents.Failed(post, now) : PostEvents.Published(post, now));
    }

    // Before the post's own lock: whoever disconnects locks the account first, and its posts after it.
    private async Task RequireReauth(ScheduledPost post, Instant now, CancellationToken cancellationToken)
    {
        var account = await accounts.GetForUpdate(post.Organization, post.Project, post.SocialAccount, cancellationToken);
        if (!account.RequireReauth())
            return;
        accounts.Save(account);
        audit.Append(new AuditEntry("social_account.reauth_required", now, post.Project, new { socialAccountId = account.Id, scheduledPostId = post.Id }));
    }
}
