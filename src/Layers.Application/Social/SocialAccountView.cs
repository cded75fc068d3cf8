using Layers.Domain;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Social;

public sealed record SocialAccountView(
    SocialAccountId SocialAccountId,
    ProjectId ProjectId,
    Platform Platform,
    string Handle,
    string Publisher,
    IReadOnlyDictionary<string, string> Settings,
    SocialAccountStatus Status,
    Instant CreatedAt,
    Instant? DisconnectedAt)
{
    public static SocialAccountView From(SocialAccountState account) =>
        new(
            account.Id,
            account.Project,
            account.Platform,
            account.Handle,
            account.Publisher,
            account.Settings,
            account.Status,
            account.CreatedAt,
            account.DisconnectedAt);
}
