using Layers.Api.Approval;
using Layers.Api.Content;
using Layers.Api.OpenApi;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Api.Events;

// The data of each type of event. The keys stand in the order in which they are sent.

/// <param name="Assets">The container's files, with absolute addresses.</param>
internal sealed record ContentGeneratedData(
    [property: IdOf<ContainerId>] string Id,
    [property: IdOf<ProjectId>] string ProjectId,
    IReadOnlyList<AssetShape> Assets,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision);

/// <param name="Error">Why it failed.</param>
internal sealed record ContentFailedData(
    [property: IdOf<ContainerId>] string Id,
    [property: IdOf<ProjectId>] string ProjectId,
    Instant FailedAt,
    LastErrorResponse Error,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision);

/// <param name="ApprovedBy">An actor: <c>api_key_…</c> or <c>system:auto_approve</c>.</param>
internal sealed record ContentApprovedData(
    [property: IdOf<ContainerId>] string Id,
    [property: IdOf<ProjectId>] string ProjectId,
    Instant ApprovedAt,
    string ApprovedBy,
    string? ApprovalNote,
    [property: Word<DecisionSource>] string DecisionSource,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision);

/// <param name="RejectedBy">An actor: <c>api_key_…</c>.</param>
internal sealed record ContentRejectedData(
    [property: IdOf<ContainerId>] string Id,
    [property: IdOf<ProjectId>] string ProjectId,
    Instant RejectedAt,
    string RejectedBy,
    string Reason,
    [property: Word<DecisionSource>] string DecisionSource,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision);

/// <param name="AutoApproveAt">When silence approves; null when the window was taken away meanwhile.</param>
internal sealed record ContentExpiringData(
    [property: IdOf<ContainerId>] string Id,
    [property: IdOf<ProjectId>] string ProjectId,
    Instant? AutoApproveAt,
    [property: Word<CreativeType>] string CreativeType,
    [property: Word<ContainerStatus>] string Status,
    [property: Word<ApprovalStatus>] string ApprovalStatus,
    int Revision);

internal sealed record PostScheduledData(
    [property: IdOf<ScheduledPostId>] string ScheduledPostId,
    [property: IdOf<ContainerId>] string ContainerId,
    Instant ScheduledFor,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: IdOf<SocialAccountId>] string SocialAccountId,
    [property: Word<PostMode>] string Mode,
    [property: Word<PostStatus>] string Status,
    string Caption,
    string? FirstComment);

/// <param name="ExternalId">The platform's own id of the post, when the publisher said it.</param>
/// <param name="ExternalUrl">Where the post is, when the publisher said it.</param>
/// <param name="Status"><c>draft</c> when the post was put into the account's drafts.</param>
internal sealed record PostPublishedData(
    [property: IdOf<ScheduledPostId>] string ScheduledPostId,
    [property: IdOf<ContainerId>] string ContainerId,
    string? ExternalId,
    string? ExternalUrl,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: IdOf<SocialAccountId>] string SocialAccountId,
    [property: Word<PostMode>] string Mode,
    [property: Word<PostStatus>] string Status,
    Instant ScheduledFor,
    Instant? PublishedAt,
    int Attempts);

internal sealed record PostFailedData(
    [property: IdOf<ScheduledPostId>] string ScheduledPostId,
    [property: IdOf<ContainerId>] string ContainerId,
    LastErrorResponse Failure,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: IdOf<SocialAccountId>] string SocialAccountId,
    [property: Word<PostMode>] string Mode,
    [property: Word<PostStatus>] string Status,
    Instant ScheduledFor,
    int Attempts);

internal sealed record PostCanceledData(
    [property: IdOf<ScheduledPostId>] string ScheduledPostId,
    [property: IdOf<ContainerId>] string ContainerId,
    Instant? CanceledAt,
    string? CancelReason,
    [property: IdOf<ProjectId>] string ProjectId,
    [property: IdOf<SocialAccountId>] string SocialAccountId,
    [property: Word<PostMode>] string Mode,
    [property: Word<PostStatus>] string Status,
    Instant ScheduledFor);

internal sealed record PromotionFailedEventData(
    [property: IdOf<ContainerId>] string ContainerId,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string Reason,
    [property: IdOf<ScheduledPostId>] IReadOnlyList<string> ScheduledPostIds);

internal sealed record PolicyUpdatedEventData(PolicyResponse Before, PolicyResponse After);

/// <param name="ProjectId">Null when the endpoint is told of all projects.</param>
internal sealed record EndpointPausedData(
    [property: IdOf<WebhookEndpointId>] string Id,
    [property: IdOf<ProjectId>] string? ProjectId,
    string? Description,
    [property: Word<WebhookEndpointStatus>] string Status,
    [property: Word<WebhookStatusReason>] string StatusReason,
    int ConsecutiveFailures,
    Instant FailingSince);

internal sealed record TestEventData([property: IdOf<WebhookEndpointId>] string WebhookEndpointId);
