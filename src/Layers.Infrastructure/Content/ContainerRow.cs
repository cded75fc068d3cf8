using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Content;

/// <summary>
/// A container's row, as it is read, joined with its project, and as it is written. What is stored of a container goes into this file; what a decision changes
/// also goes into <see cref="ContainerRepository.SaveDecisions"/>. Media and the gate are read only where they are shown: see <see cref="FullContainerRow"/>.
/// </summary>
internal record ContainerRow
{
    public const string Columns =
        """
        c.container_id, c.project_id, c.creative_type, c.format, c.hook, c.status, c.approval_status, c.revision, c.caption,
          c.created_at, c.completed_at, c.failed_at, c.error_code, c.error_message, c.media_removed_at,
          c.decided_at, c.decided_by, c.decided_by_name, c.decision_source, c.decision_remark, c.held_posts, c.promotion_failure, c.review_since, c.held_at, c.expiring_raised_at, c.marks,
          p.archived_at is not null as is_archived
        """;

    /// <summary>What is written of a new container. Everything else begins as null or zero.</summary>
    public const string Insert =
        """
        insert into containers (organization_id, container_id, project_id, creative_type, format, hook, status, approval_status, revision, created_at, review_since)
        values (@OrganizationId, @ContainerId, @ProjectId, @CreativeType, @Format, @Hook, @Status, @ApprovalStatus, @Revision, @CreatedAt, @ReviewSince)
        """;

    /// <summary>What is written of a container that has changed.</summary>
    public const string Assignments =
        """
        status = @Status, approval_status = @ApprovalStatus, revision = @Revision, caption = @Caption,
          completed_at = @CompletedAt, failed_at = @FailedAt, error_code = @ErrorCode, error_message = @ErrorMessage,
          decided_at = @DecidedAt, decided_by = @DecidedBy, decided_by_name = @DecidedByName, decision_source = @DecisionSource, decision_remark = @DecisionRemark,
          held_posts = @HeldPosts, promotion_failure = @PromotionFailure, review_since = @ReviewSince, held_at = @HeldAt, expiring_raised_at = @ExpiringRaisedAt,
          marks = @Marks::json
        """;

    /// <summary>What lists show, read by <see cref="ReadListed"/> in this order.</summary>
    public const string ListColumns =
        """
        c.container_id, c.status, c.format, c.caption, c.creative_type, c.approval_status,
          c.created_at, c.completed_at, c.revision, c.review_since, c.held_at, c.preview, c.primary_asset
        """;

    public Guid OrganizationId { get; init; }

    public Guid ContainerId { get; init; }

    public Guid ProjectId { get; init; }

    public string CreativeType { get; init; } = "";

    public string? Format { get; init; }

    public string? Hook { get; init; }

    public string Status { get; init; } = "";

    public string ApprovalStatus { get; init; } = "";

    public int Revision { get; init; }

    /// <summary>Of the row that is to be written over.</summary>
    public int StoredRevision { get; init; }

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

    public Instant ReviewSince { get; init; }

    public Instant? HeldAt { get; init; }

    public Instant? ExpiringRaisedAt { get; init; }

    public string? Marks { get; init; }

    public bool IsArchived { get; init; }

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
            Marks = StoredMarks.Read(Marks),
        };

    public static ContainerRow Of(Container container)
    {
        var state = container.State;
        return new ContainerRow
        {
            OrganizationId = state.Organization.Value,
            ContainerId = state.Id.Value,
            ProjectId = state.Project.Value,
            CreativeType = state.CreativeType.ToWord(),
            Format = state.Format?.ToWord(),
            Hook = state.Hook,
            CreatedAt = state.CreatedAt,
            ReviewSince = state.ReviewSince,
            HeldAt = state.HeldAt,
            ExpiringRaisedAt = state.ExpiringRaisedAt,
            Status = state.Status.ToWord(),
            ApprovalStatus = state.ApprovalStatus.ToWord(),
            Revision = state.Revision,
            StoredRevision = container.StoredRevision,
            Caption = state.Caption,
            CompletedAt = state.CompletedAt,
            FailedAt = state.FailedAt,
            ErrorCode = state.LastError?.Code,
            ErrorMessage = state.LastError?.Message,
            DecidedAt = state.Decision?.At,
            DecidedBy = state.Decision?.By,
            DecidedByName = state.Decision?.ByName,
            DecisionSource = state.Decision?.Source.ToWord(),
            DecisionRemark = state.Decision?.Remark,
            HeldPosts = state.HeldPosts,
            PromotionFailure = state.PromotionFailure,
            Marks = StoredMarks.Write(state.Marks),
        };
    }

    /// <summary>A row by the places of its columns: in front the seconds of the policy's window, then <see cref="ListColumns"/>. Null where nothing matched.</summary>
    public static ContentRow? ReadListed(NpgsqlDataReader row)
    {
        if (row.IsDBNull(1))
            return null;
        var approvalStatus = row.Word<ApprovalStatus>(6);
        var status = row.Word<ContainerStatus>(2);
        var isClockRunning = approvalStatus.AwaitsDecision(status) && row.IsDBNull(11) && !row.IsDBNull(0);
        return new ContentRow(
            Id: new ContainerId(row.GetGuid(1)),
            Status: status,
            Format: row.WordOrNull<ContentFormat>(3),
            Caption: row.TextOrNull(4),
            CreativeType: row.Word<CreativeType>(5),
            ApprovalStatus: approvalStatus,
            CreatedAt: row.Instant(7),
            CompletedAt: row.InstantOrNull(8),
            Revision: row.GetInt32(9),
            HeldAt: row.InstantOrNull(11),
            AutoApproveAt: isClockRunning ? row.Instant(10) + Duration.FromSeconds(row.GetInt64(0)) : null,
            Preview: row.MediaOrNull(12),
            PrimaryAsset: row.MediaOrNull(13));
    }
}
