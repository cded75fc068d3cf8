using Layers.Domain;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Infrastructure.Social;

internal sealed record SocialAccountRow
{
    public const string Columns =
        """
        s.social_account_id, s.project_id, s.platform, s.handle, s.publisher, s.relay_url, s.status as account_status,
          s.created_at as connected_at, s.disconnected_at
        """;

    public Guid? SocialAccountId { get; init; }

    public Guid ProjectId { get; init; }

    public string Platform { get; init; } = "";

    public string Handle { get; init; } = "";

    public string Publisher { get; init; } = "";

    public string? RelayUrl { get; init; }

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
            Publisher = Words.Parse<Publisher>(Publisher),
            RelayUrl = RelayUrl,
            ProjectIsArchived = IsArchived,
            Status = Words.Parse<SocialAccountStatus>(AccountStatus),
            CreatedAt = ConnectedAt,
            DisconnectedAt = DisconnectedAt,
        };
}
