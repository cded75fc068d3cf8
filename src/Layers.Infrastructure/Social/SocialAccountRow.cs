using Layers.Domain;
using Layers.Domain.Social;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Social;

internal sealed record SocialAccountRow
{
    public const string Columns =
        $"""
         s.social_account_id, s.project_id, s.platform, s.handle, s.publisher, {SettingsColumn}, s.status as account_status,
           s.created_at as connected_at, s.disconnected_at
         """;

    /// <summary>What a server of the release before writes has its relay's address in a column of its own.</summary>
    public const string SettingsColumn =
        "case when s.settings is null and s.relay_url is not null then json_build_object('url', s.relay_url) else s.settings end as settings";

    public Guid? SocialAccountId { get; init; }

    public Guid ProjectId { get; init; }

    public string Platform { get; init; } = "";

    public string Handle { get; init; } = "";

    public string Publisher { get; init; } = "";

    public string? Settings { get; init; }

    public string AccountStatus { get; init; } = "";

    public Instant ConnectedAt { get; init; }

    public Instant? DisconnectedAt { get; init; }

    public bool IsArchived { get; init; }

    public SocialAccount ToDomain(OrganizationId organization) => new(ToState(organization));

    public SocialAccountState ToState(OrganizationId organization) =>
        new()
        {
            Id = new SocialAccountId(SocialAccountId!.Value),
            Organization = organization,
            Project = new ProjectId(ProjectId),
            Platform = Words.Parse<Platform>(Platform),
            Handle = Handle,
            Publisher = Publisher,
            Settings = Settings is null ? new Dictionary<string, string>() : StoredJson.Read<Dictionary<string, string>>(Settings),
            ProjectIsArchived = IsArchived,
            Status = Words.Parse<SocialAccountStatus>(AccountStatus),
            CreatedAt = ConnectedAt,
            DisconnectedAt = DisconnectedAt,
        };
}
