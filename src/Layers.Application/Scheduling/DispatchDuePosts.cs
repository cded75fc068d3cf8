using System.Threading.Channels;
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
/// Publishes posts whose hour has come and answers how many it took up. Any number of nodes may do so at once. It is no command: nothing is
/// locked while a publisher is being talked to. A post is claimed for a while first; whoever dies in between leaves it claimed, and when the
/// claim ends another takes it up with the same idempotency key.
/// </summary>
public sealed record DispatchDuePosts : IRequest<int>;

/// <param name="Batch">How many posts of one organization are published at the same time.</param>
/// <param name="Lease">How long a claim lasts: longer than any publisher takes.</param>
public sealed record DispatchOptions(int Batch, Duration Lease);

public sealed class DispatchDuePostsHandler(
    CurrentCaller caller,
    IScheduledPosts posts,
    ISocialAccounts accounts,
    IEnumerable<ISocialPublisher> publishers,
    IUnitOfWork work,
    IAuditLog audit,
    IOutbox outbox,
    DispatchOptions options,
    ServerClock server,
    IClock clock) : IRequestHandler<DispatchDuePosts, int>
{
    private const int OrganizationsAtOnce = 100;

    private static readonly Duration ClosedGatePause = Duration.FromHours(1);

    public async Task<int> Handle(DispatchDuePosts request, CancellationToken cancellationToken)
    {
        var taken = 0;
        foreach (var (organization, clockOffset) in await posts.ListOrganizationsWithDue(server.Now(), OrganizationsAtOnce, cancellationToken))
        {
            caller.Is(organization, Actor.Dispatch, clockOffset);
            var claimed = await work.Run(() => Claim(organization, cancellationToken), cancellationToken);
            await Publish(claimed, cancellationToken);
            taken += claimed.Count;
        }

        return taken;
    }

    /// <summary>The gate is asked once more: what is not open stays where it is, a post that was tried before as well.</summary>
    private async Task<List<DuePost>> Claim(OrganizationId organization, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await posts.ListDueForUpdate(organization, now, options.Batch, cancellationToken);
        var gates = due.ToLookup(item => GateVerdict.Of(item.Gate).Blocked);
        foreach (var item in gates[true])
            item.Post.DueAt = now + ClosedGatePause;
        foreach (var item in gates[false])
            item.Post.Claim(now + options.Lease);
        foreach (var item in due)
            posts.Save(item.Post);
        return [.. gates[false]];
    }

    // Publishers are asked side by side; their answers are written down one by one, as they come.
    private async Task Publish(List<DuePost> claimed, CancellationToken cancellationToken)
    {
        var answers = Channel.CreateUnbounded<(DuePost Item, PublishOutcome Outcome)>();
        var asking = Task.WhenAll(claimed.Select(async item =>
            await answers.Writer.WriteAsync((item, await Ask(item, cancellationToken)), cancellationToken)));
        _ = asking.ContinueWith(done => answers.Writer.Complete(done.Exception), TaskScheduler.Default);
        await foreach (var (item, outcome) in answers.Reader.ReadAllAsync(cancellationToken))
            await work.Run(() => WriteDown(item.Post, outcome, cancellationToken), cancellationToken);
    }

    private Task<PublishOutcome> Ask(DuePost item, CancellationToken cancellationToken) =>
        item.Account.Status == SocialAccountStatus.Disconnected
            ? Task.FromResult<PublishOutcome>(new PublishOutcome.Refused(PostFailure.AccountDisconnected))
            : publishers.Single(publisher => publisher.Kind == item.Account.Publisher).Publish(item.Post, item.Account, item.Assets, cancellationToken);

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
