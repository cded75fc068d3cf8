using Layers.Application.Events;

namespace Layers.Api.Events;

/// <summary>What each type of event means, and the shape of its data.</summary>
internal static class EventCatalog
{
    public static readonly IReadOnlyDictionary<string, EventKind> All = new Dictionary<string, EventKind>
    {
        [EventTypes.ContentGenerated] = new(
            "A container is complete, uploaded or generated. While its `approvalStatus` is `pending`, it waits for a decision.", typeof(ContentGeneratedData)),
        [EventTypes.ContentFailed] = new("A container has failed for good: its upload was not finalized in time.", typeof(ContentFailedData)),
        [EventTypes.ContentApproved] = new("A container was approved, by a caller or by silence.", typeof(ContentApprovedData)),
        [EventTypes.ContentRejected] = new("A container was rejected.", typeof(ContentRejectedData)),
        [EventTypes.ContentExpiring] = new("A container's review window is about to close: silence will approve it.", typeof(ContentExpiringData)),
        [EventTypes.PostScheduled] = new("A post was queued for its hour.", typeof(PostScheduledData)),
        [EventTypes.PostPublished] = new("A post went out, or was put into the account's drafts.", typeof(PostPublishedData)),
        [EventTypes.PostFailed] = new("A post did not go out, and will not.", typeof(PostFailedData)),
        [EventTypes.PostCanceled] = new("A post was canceled before it went out.", typeof(PostCanceledData)),
        [EventTypes.PromotionFailed] = new("A container was approved, and the schedule that waited for it could not be kept.", typeof(PromotionFailedEventData)),
        [EventTypes.PolicyUpdated] = new("A project's gate was changed.", typeof(PolicyUpdatedEventData)),
        [EventTypes.EndpointPaused] = new("A webhook endpoint has failed for a day and gets nothing until it is made active again.", typeof(EndpointPausedData)),
    };

    /// <summary>Sent to a webhook endpoint only, when a caller tests it.</summary>
    public static readonly EventKind Test = new("A caller tests this webhook endpoint.", typeof(TestEventData));
}

/// <param name="Summary">One sentence.</param>
/// <param name="Data">The shape of <c>data</c>.</param>
internal sealed record EventKind(string Summary, Type Data);
