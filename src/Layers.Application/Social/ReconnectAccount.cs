using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Social;

/// <summary>
/// An account whose platform had refused its credentials can be published to again. A connected one stays as it is; a disconnected one refuses.
/// Needs <c>social:write</c>.
/// </summary>
public sealed record ReconnectAccount(ProjectId Project, SocialAccountId Id) : ICommand<SocialAccountView>;

public sealed class ReconnectAccountHandler(ICaller caller, ISocialAccounts accounts, IAuditLog audit, IClock clock)
    : IRequestHandler<ReconnectAccount, SocialAccountView>
{
    public async Task<SocialAccountView> Handle(ReconnectAccount request, CancellationToken cancellationToken)
    {
        var account = await accounts.GetForUpdate(caller.Organization, request.Project, request.Id, cancellationToken);
        var changes = account.Reconnect();
        var view = SocialAccountView.From(account.State);
        if (changes)
        {
            accounts.Save(account);
            audit.Append(new AuditEntry("social_account.reconnected", clock.Now(), request.Project, new { after = view }));
        }

        return view;
    }
}
