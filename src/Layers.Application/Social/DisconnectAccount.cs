using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Social;

/// <summary>
/// Nothing can be published to the account any more; its queued posts fail. The row stays. Disconnecting again changes nothing.
/// Needs <c>social:write</c>.
/// </summary>
public sealed record DisconnectAccount(ProjectId Project, SocialAccountId Id) : ICommand<SocialAccountView>;

public sealed class DisconnectAccountHandler(ICaller caller, ISocialAccounts accounts, IScheduledPosts posts, IAuditLog audit, IOutbox outbox, IClock clock)
    : IRequestHandler<DisconnectAccount, SocialAccountView>
{
    public async Task<SocialAccountView> Handle(DisconnectAccount request, CancellationToken cancellationToken)
    {
        var account = await accounts.GetForUpdate(caller.Organization, request.Project, request.Id, cancellationToken);
        var now = clock.Now();
        if (!account.Disconnect(now))
            return SocialAccountView.From(account.State);

        accounts.Save(account);
        var view = SocialAccountView.From(account.State);
        audit.Append(new AuditEntry("social_account.disconnected", now, request.Project, new { after = view }));
        await FailQueuedPosts(request, now, cancellationToken);
        return view;
    }

    private async Task FailQueuedPosts(DisconnectAccount request, Instant now, CancellationToken cancellationToken)
    {
        var queued = await posts.ListUnsentForUpdate(caller.Organization, request.Project, request.Id, now, cancellationToken);
        foreach (var post in queued)
            post.Fail(PostFailures.AccountDisconnected);
        posts.SaveEnded(queued);
        audit.Append([.. queued.Select(post => PostAudit.Failed(post, now))]);
        outbox.Append([.. queued.Select(post => PostEvents.Failed(post, now))]);
    }
}
