using Layers.Api.Approval;
using Layers.Api.OpenApi;
using Layers.Api.Scheduling;
using Layers.Application.Events;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Api.Events;

/// <summary>What the events of each type are about, and what they hold.</summary>
internal static class EventCatalog
{
    public static readonly IReadOnlyDictionary<string, EventKind> All = new Dictionary<string, EventKind>
    {
        [EventTypes.ContentGenerated] = new("A generator has finished a container.", typeof(ContainerEventData)),
        [EventTypes.ContentApproved] = new("A container was approved, by somebody or by silence.", typeof(ContainerEventData)),
        [EventTypes.ContentRejected] = new("A container was rejected.", typeof(ContainerEventData)),
        [EventTypes.ContentExpiring] = new("A container's review window is about to close: silence will approve it.", typeof(ContainerExpiringEventData)),
        [EventTypes.PostScheduled] = new("A post was queued for its hour.", typeof(PostResponse)),
        [EventTypes.PostPublished] = new("A post went out.", typeof(PostResponse)),
        [EventTypes.PostFailed] = new("A post did not go out, and will not.", typeof(PostResponse)),
        [EventTypes.PostCanceled] = new("A queued post was canceled.", typeof(PostResponse)),
        [EventTypes.PromotionFailed] = new("A container was approved, and the schedule that waited for it could not be kept.", typeof(PromotionFailedEventData)),
        [EventTypes.PolicyUpdated] = new("A project's gate was changed.", typeof(PolicyUpdatedEventData)),
    };

    /// <summary>What only a webhook endpoint gets, and only when somebody tries it out.</summary>
    public static readonly EventKind Test = new("Somebody tries a webhook endpoint out.", typeof(TestEventData));
}

/// <param name="Summary">One sentence.</param>
/// <param name="Data">The shape of <c>data</c>.</param>
internal sealed record EventKind(string Summary, Type Data);

/// <summary>What events tell of a container.</summary>
/// <param name="Decision">Null while nobody has decided.</param>
internal sealed record ContainerEventData(
    [property: IdOf<ContainerId>] string ContainerId,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision,
    DecisionEventData? Decision);

/// <summary>The same, and when silence approves.</summary>
internal sealed record ContainerExpiringEventData(
    [property: IdOf<ContainerId>] string ContainerId,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision,
    DecisionEventData? Decision,
    Instant? AutoApproveAt);

/// <param name="By">An actor: <c>api_key_…</c> or <c>system:auto_approve</c>.</param>
/// <param name="Remark">The note of an approval, or the reason of a rejection.</param>
internal sealed record DecisionEventData(Instant At, string By, [property: Word<DecisionSource>] string Source, string? Remark);

internal sealed record PromotionFailedEventData(
    [property: IdOf<ContainerId>] string ContainerId,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string Reason,
    [property: IdOf<ScheduledPostId>] IReadOnlyList<string> ScheduledPostIds);

internal sealed record TestEventData([property: IdOf<WebhookEndpointId>] string WebhookEndpointId);

internal sealed record PolicyUpdatedEventData(PolicyResponse Before, PolicyResponse After);
