using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Tests.Scheduling;

/// <summary>Posts, stashes and containers of which only the parts matter that a test names.</summary>
internal static class SomePost
{
    public static readonly Instant Hour = Instant.FromUtc(2026, 4, 18, 10, 0);

    public static ScheduledPost In(PostStatus status, int attempts = 0, PostMode mode = PostMode.Publish, SocialAccountId? account = null, Instant? hour = null) =>
        new(new ScheduledPostState
        {
            Id = new ScheduledPostId(Guid.NewGuid()),
            Organization = new OrganizationId(Guid.NewGuid()),
            Project = new ProjectId(Guid.NewGuid()),
            Container = new ContainerId(Guid.NewGuid()),
            SocialAccount = account ?? new SocialAccountId(Guid.NewGuid()),
            Mode = mode,
            Caption = "The roast.",
            ScheduledFor = hour ?? Hour,
            Status = status,
            DueAt = status is PostStatus.Queued or PostStatus.Publishing ? Hour : null,
            Attempts = attempts,
            CreatedAt = Hour,
        });

    public static StashedPost Stashed(SocialAccountId? account = null, Instant? hour = null, string? caption = null) =>
        new(
            new ScheduledPostId(Guid.NewGuid()),
            account ?? new SocialAccountId(Guid.NewGuid()),
            PostMode.Publish,
            caption,
            FirstCommentOverride: null,
            hour ?? Hour);

    public static Container Container(ApprovalStatus approval = ApprovalStatus.Pending, ContainerStatus status = ContainerStatus.Completed, bool archived = false) =>
        new(new ContainerState
        {
            Id = new ContainerId(Guid.NewGuid()),
            Organization = new OrganizationId(Guid.NewGuid()),
            Project = new ProjectId(Guid.NewGuid()),
            CreativeType = CreativeType.Uploaded,
            CreatedAt = Hour,
            ReviewSince = Hour,
            ProjectIsArchived = archived,
            Status = status,
            ApprovalStatus = approval,
            Revision = 7,
            Caption = "The roast.",
        });
}
