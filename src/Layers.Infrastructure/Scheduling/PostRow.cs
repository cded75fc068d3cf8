using Layers.Domain;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

internal record PostRow
{
    /// <summary>The caption of <c>t</c>. That of a held post is not settled before it ends being held: it is what its container's approval would make it.</summary>
    public const string Caption =
        """
        coalesce(t.caption, t.caption_override,
          (select h.caption from containers h where h.organization_id = t.organization_id and h.container_id = t.container_id), '')
        """;

    public const string Columns =
        $"""
         t.scheduled_post_id, t.project_id, t.container_id, t.social_account_id, t.mode, t.status, {Caption} as text, t.caption_override, t.first_comment,
           t.scheduled_for, t.due_at, t.leased_until, t.attempts, t.last_error_code, t.last_error_message, t.created_at, t.place, t.published_at, t.external_id, t.external_url, t.failure_code, t.failure_message,
           t.canceled_at, t.cancel_reason
         """;

    public Guid? ScheduledPostId { get; init; }

    public Guid ProjectId { get; init; }

    public Guid ContainerId { get; init; }

    public Guid SocialAccountId { get; init; }

    public string Mode { get; init; } = "";

    public string Status { get; init; } = "";

    public string Text { get; init; } = "";

    public string? CaptionOverride { get; init; }

    public string? FirstComment { get; init; }

    public Instant ScheduledFor { get; init; }

    public Instant? DueAt { get; init; }

    public Instant? LeasedUntil { get; init; }

    public int Attempts { get; init; }

    public string? LastErrorCode { get; init; }

    public string? LastErrorMessage { get; init; }

    public Instant CreatedAt { get; init; }

    public int Place { get; init; }

    public Instant? PublishedAt { get; init; }

    public string? ExternalId { get; init; }

    public string? ExternalUrl { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public Instant? CanceledAt { get; init; }

    public string? CancelReason { get; init; }

    public ScheduledPost ToDomain(OrganizationId organization) => new(ToState(organization));

    public ScheduledPostState ToState(OrganizationId organization) =>
        new()
        {
            Id = new ScheduledPostId(ScheduledPostId!.Value),
            Organization = organization,
            Project = new ProjectId(ProjectId),
            Container = new ContainerId(ContainerId),
            SocialAccount = new SocialAccountId(SocialAccountId),
            Mode = Words.Parse<PostMode>(Mode),
            Caption = Text,
            CaptionOverride = CaptionOverride,
            FirstComment = FirstComment,
            ScheduledFor = ScheduledFor,
            Status = Words.Parse<PostStatus>(Status),
            DueAt = DueAt,
            LeasedUntil = LeasedUntil,
            Attempts = Attempts,
            LastError = FailureOf(LastErrorCode, LastErrorMessage) ?? FailureOf(FailureCode, FailureMessage),
            CreatedAt = CreatedAt,
            Place = Place,
            PublishedAt = PublishedAt,
            ExternalId = ExternalId,
            ExternalUrl = ExternalUrl,
            Failure = FailureOf(FailureCode, FailureMessage),
            CanceledAt = CanceledAt,
            CancelReason = CancelReason,
        };

    private static Failure? FailureOf(string? code, string? message) => code is null ? null : new Failure(code, message!);
}
