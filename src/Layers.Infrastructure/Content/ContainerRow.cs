using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Infrastructure.Approval;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Content;

/// <summary>A container's row, joined with its project; the gate's and the media's columns are read only where they are shown.</summary>
internal sealed record ContainerRow
{
    public const string Columns =
        """
        c.container_id, c.project_id, c.creative_type, c.format, c.hook, c.status, c.approval_status, c.revision, c.caption,
          c.created_at, c.completed_at, c.failed_at, c.error_code, c.error_message, c.media_removed_at,
          c.decided_at, c.decided_by, c.decided_by_name, c.decision_source, c.decision_remark, c.held_posts, c.promotion_failure, c.review_since, c.held_at, c.expiring_raised_at, c.marks,
          p.archived_at is not null as is_archived
        """;

    public const string FullColumns =
        $"""
         {Columns},
           c.assets, c.preview, c.primary_asset, c.asset_codecs,
           a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after, a.updated_at as policy_updated_at,
           {FirstN.CountDecided} as decided
         """;

    /// <summary>The posts that the container holds, or those whose promotion failed, as the JSON of a list of <see cref="StashedPost"/>.</summary>
    public const string Pending =
        $"""
        (select json_agg(json_build_object(
             'id', t.scheduled_post_id, 'socialAccount', t.social_account_id, 'mode', t.mode, 'captionOverride', t.caption_override,
             'firstCommentOverride', t.first_comment, 'scheduledFor', to_char(t.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
           order by t.place, t.scheduled_post_id)::text
         from scheduled_posts t
         where t.organization_id = c.organization_id and t.container_id = c.container_id
           and t.status in ('held', 'failed') and t.{NamedIndexes.PostsOfContainers}
           and t.status = case when c.promotion_failure is null then 'held' else 'failed' end)
        """;

    public const string PendingIfAny = $"case when c.held_posts > 0 or c.promotion_failure is not null then {Pending} end as pending_posts";

    public Guid ContainerId { get; init; }

    public Guid ProjectId { get; init; }

    public string CreativeType { get; init; } = "";

    public string? Format { get; init; }

    public string? Hook { get; init; }

    public string Status { get; init; } = "";

    public string ApprovalStatus { get; init; } = "";

    public int Revision { get; init; }

    public string? Caption { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant? CompletedAt { get; init; }

    public Instant? FailedAt { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public Instant? MediaRemovedAt { get; init; }

    public Instant? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedByName { get; init; }

    public string? DecisionSource { get; init; }

    public string? DecisionRemark { get; init; }

    public int HeldPosts { get; init; }

    public string? PromotionFailure { get; init; }

    public string? PendingPosts { get; init; }

    public Instant ReviewSince { get; init; }

    public Instant? HeldAt { get; init; }

    public Instant? ExpiringRaisedAt { get; init; }

    public string? Marks { get; init; }

    public bool IsArchived { get; init; }

    public StoredMedia? Assets { get; init; }

    public StoredMedia? Preview { get; init; }

    public StoredMedia? PrimaryAsset { get; init; }

    public string?[]? AssetCodecs { get; init; }

    public bool RequiresApproval { get; init; }

    public int FirstNPostsBlocked { get; init; }

    public string? AutoApproveAfter { get; init; }

    public Instant PolicyUpdatedAt { get; init; }

    public int Decided { get; init; }

    public Container ToDomain(OrganizationId organization) => new(ToState(organization));

    public ContainerState ToState(OrganizationId organization) =>
        new()
        {
            Id = new ContainerId(ContainerId),
            Organization = organization,
            Project = new ProjectId(ProjectId),
            CreativeType = Words.Parse<CreativeType>(CreativeType),
            Format = Format is null ? null : Words.Parse<ContentFormat>(Format),
            Hook = Hook,
            CreatedAt = CreatedAt,
            ReviewSince = ReviewSince,
            HeldAt = HeldAt,
            ExpiringRaisedAt = ExpiringRaisedAt,
            ProjectIsArchived = IsArchived,
            Status = Words.Parse<ContainerStatus>(Status),
            ApprovalStatus = Words.Parse<ApprovalStatus>(ApprovalStatus),
            Revision = Revision,
            Caption = Caption,
            CompletedAt = CompletedAt,
            FailedAt = FailedAt,
            LastError = ErrorCode is null ? null : new Failure(ErrorCode, ErrorMessage!),
            MediaRemovedAt = MediaRemovedAt,
            Decision = DecidedAt is { } decidedAt
                ? new Decision(decidedAt, DecidedBy!, Words.Parse<DecisionSource>(DecisionSource!), DecisionRemark, DecidedByName)
                : null,
            HeldPosts = HeldPosts,
            PromotionFailure = PromotionFailure,
            Marks = MarksOf(Marks),
        };

    /// <param name="marks">As they are stored: the JSON of an object, or null where there are none.</param>
    public static IReadOnlyDictionary<string, string> MarksOf(string? marks) =>
        marks is null ? ContainerState.NoMarks : StoredJson.Read<Dictionary<string, string>>(marks);

    public bool IsScheduled => HeldPosts > 0 || PromotionFailure is not null;

    public FullContainer ToFull(OrganizationId organization) => ToFull(organization, PendingPosts);

    /// <param name="pending">As <see cref="Pending"/> reads it; null when there are no such posts.</param>
    public FullContainer ToFull(OrganizationId organization, string? pending) =>
        new(
            ToState(organization),
            Assets is null ? null : new ContainerMedia(Assets, Preview!, PrimaryAsset!, AssetCodecs),
            new ProjectGate(
                RequiresApproval,
                FirstNPostsBlocked,
                AutoApproveAfter is null ? null : ReviewWindow.Parse(AutoApproveAfter),
                Decided,
                PolicyUpdatedAt),
            pending is null ? null : new PendingSchedule(StoredJson.Read<IReadOnlyList<StashedPost>>(pending), PromotionFailure));
}
