namespace Layers.Application.Events;

/// <summary>Everything that consumers are told of.</summary>
public static class EventTypes
{
    public const string ContentGenerated = "content.generated";
    public const string ContentFailed = "content.failed";
    public const string ContentApproved = "content.approved";
    public const string ContentRejected = "content.rejected";
    public const string ContentExpiring = "content.expiring";
    public const string PostScheduled = "post.scheduled";
    public const string PostPublished = "post.published";
    public const string PostFailed = "post.failed";
    public const string PostCanceled = "post.canceled";
    public const string PromotionFailed = "schedule.promotion_failed";
    public const string PolicyUpdated = "approval_policy.updated";
    public const string EndpointPaused = "webhook_endpoint.paused";

    public static readonly IReadOnlyList<string> All =
    [
        ContentGenerated, ContentFailed, ContentApproved, ContentRejected, ContentExpiring, PostScheduled, PostPublished, PostFailed, PostCanceled, PromotionFailed,
        PolicyUpdated, EndpointPaused,
    ];
}
