using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Social;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Scheduling;

/// <summary>A held post joined with its account.</summary>
internal sealed record HeldPostRow : PostRow
{
    /// <summary>The lock of the posts' container keeps everybody else from them; their accounts are locked in the order of their ids.</summary>
    public const string LockAccounts =
        $"""
         select {Columns}, s.status as account_status
         from scheduled_posts t
         join social_accounts s on s.organization_id = t.organization_id and s.social_account_id = t.social_account_id
         where t.organization_id = @organization and t.project_id = @project and t.container_id = any(@containers) and t.status = 'held'
           and t.{NamedIndexes.PostsOfContainers}
         order by s.social_account_id
         for share of s
         """;

    public string AccountStatus { get; init; } = "";

    public HeldPost ToHeldPost(OrganizationId organization) => new(ToDomain(organization), Words.Parse<SocialAccountStatus>(AccountStatus));
}
