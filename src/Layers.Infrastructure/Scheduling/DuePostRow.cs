using Layers.Application.Content;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Scheduling;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Social;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

/// <summary>A due post joined with its account and its container.</summary>
internal sealed record DuePostRow : PostRow
{
    public const string LockDue =
        $"""
         select {Columns}, t.message,
           s.platform, s.handle, s.publisher, {SocialAccountRow.SettingsColumn}, s.status as account_status, s.created_at as connected_at, s.disconnected_at,
           p.archived_at is not null as is_archived, c.status as container_status, c.approval_status, c.creative_type, c.format,
           c.caption as container_caption, c.decided_at, c.decided_by, c.decided_by_name, c.decision_source, c.decision_remark, c.marks, c.assets
         from scheduled_posts t
         join social_accounts s on s.organization_id = t.organization_id and s.social_account_id = t.social_account_id
         join containers c on c.organization_id = t.organization_id and c.container_id = t.container_id
         join projects p on p.organization_id = t.organization_id and p.project_id = t.project_id
         join organizations o on o.organization_id = t.organization_id
         where t.organization_id = @organization and t.social_account_id = @account and t.due_at <= @now and o.status = 'active'
           and (s.status <> 'reauth_required' or t.scheduled_for < @late)
           and (s.publisher = any(@publishers) or t.due_at < @late) and not exists (select from gate_rules r where r.name <> all(@rules))
         order by t.due_at, t.scheduled_post_id
         limit @atMost
         for update of t skip locked for key share of o skip locked
         """;

    public string? Message { get; init; }

    public string Platform { get; init; } = "";

    public string Handle { get; init; } = "";

    public string Publisher { get; init; } = "";

    public string? Settings { get; init; }

    public string AccountStatus { get; init; } = "";

    public Instant ConnectedAt { get; init; }

    public Instant? DisconnectedAt { get; init; }

    public string ContainerStatus { get; init; } = "";

    public string ApprovalStatus { get; init; } = "";

    public string CreativeType { get; init; } = "";

    public string? Format { get; init; }

    public string? ContainerCaption { get; init; }

    public Instant? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedByName { get; init; }

    public string? DecisionSource { get; init; }

    public string? DecisionRemark { get; init; }

    public string? Marks { get; init; }

    public StoredMedia? Assets { get; init; }

    public bool IsArchived { get; init; }

    public DuePost ToDuePost(OrganizationId organization)
    {
        var post = new ScheduledPost(ToState(organization) with { Message = Message });
        var facts = GateFacts.Of(ToContainerRow().ToState(organization), PostFacts.Of(post));
        return new DuePost(post, ToAccountRow().ToDomain(organization), facts, Assets ?? StoredMedia.EmptyArray);
    }

    private SocialAccountRow ToAccountRow() =>
        new()
        {
            SocialAccountId = SocialAccountId,
            ProjectId = ProjectId,
            Platform = Platform,
            Handle = Handle,
            Publisher = Publisher,
            Settings = Settings,
            AccountStatus = AccountStatus,
            ConnectedAt = ConnectedAt,
            DisconnectedAt = DisconnectedAt,
            IsArchived = IsArchived,
        };

    // With what the gate looks at, and nothing else of the container.
    private ContainerRow ToContainerRow() =>
        new()
        {
            ContainerId = ContainerId,
            ProjectId = ProjectId,
            Status = ContainerStatus,
            ApprovalStatus = ApprovalStatus,
            CreativeType = CreativeType,
            Format = Format,
            Caption = ContainerCaption,
            DecidedAt = DecidedAt,
            DecidedBy = DecidedBy,
            DecidedByName = DecidedByName,
            DecisionSource = DecisionSource,
            DecisionRemark = DecisionRemark,
            Marks = Marks,
            IsArchived = IsArchived,
        };
}
