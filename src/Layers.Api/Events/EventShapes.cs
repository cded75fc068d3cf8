using Layers.Api.Content;
using Layers.Api.OpenApi;
using Layers.Application.Approval;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Api.Events;

// The data of each type of event. The keys stand in the order in which they are sent.

/// <param name="Assets">The container's files, with absolute addresses.</param>
internal sealed record ContentGeneratedData(
    ContainerId Id,
    ProjectId ProjectId,
    IReadOnlyList<AssetShape> Assets,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision);

/// <param name="Error">Why it failed.</param>
internal sealed record ContentFailedData(
    ContainerId Id,
    ProjectId ProjectId,
    Instant FailedAt,
    Failure Error,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision);

/// <param name="ApprovedBy">An actor: <c>api_key_…</c> or <c>system:auto_approve</c>.</param>
internal sealed record ContentApprovedData(
    ContainerId Id,
    ProjectId ProjectId,
    Instant ApprovedAt,
    string ApprovedBy,
    string? ApprovalNote,
    DecisionSource DecisionSource,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision);

/// <param name="RejectedBy">An actor: <c>api_key_…</c>.</param>
internal sealed record ContentRejectedData(
    ContainerId Id,
    ProjectId ProjectId,
    Instant RejectedAt,
    string RejectedBy,
    string Reason,
    DecisionSource DecisionSource,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision);

/// <param name="AutoApproveAt">When silence approves; null when the window was taken away meanwhile.</param>
internal sealed record ContentExpiringData(
    ContainerId Id,
    ProjectId ProjectId,
    Instant? AutoApproveAt,
    CreativeType CreativeType,
    ContainerStatus Status,
    ApprovalStatus ApprovalStatus,
    int Revision);

internal sealed record PostScheduledData(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Instant ScheduledFor,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    string Caption,
    string? FirstComment);

/// <param name="ExternalId">The platform's own id of the post, when the publisher said it.</param>
/// <param name="ExternalUrl">Where the post is, when the publisher said it.</param>
/// <param name="Status"><c>draft</c> when the post was put into the account's drafts.</param>
internal sealed record PostPublishedData(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    string? ExternalId,
    string? ExternalUrl,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor,
    Instant? PublishedAt,
    int Attempts);

internal sealed record PostFailedData(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Failure Failure,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor,
    int Attempts);

internal sealed record PostCanceledData(
    ScheduledPostId ScheduledPostId,
    ContainerId ContainerId,
    Instant? CanceledAt,
    string? CancelReason,
    ProjectId ProjectId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    PostStatus Status,
    Instant ScheduledFor);

internal sealed record PromotionFailedEventData(
    ContainerId ContainerId,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string Reason,
    IReadOnlyList<ScheduledPostId> ScheduledPostIds);

internal sealed record PolicyUpdatedEventData(PolicyView Before, PolicyView After);

/// <param name="ProjectId">Null when the endpoint is told of all projects.</param>
internal sealed record EndpointPausedData(
    WebhookEndpointId Id,
    ProjectId? ProjectId,
    string? Description,
    WebhookEndpointStatus Status,
    WebhookStatusReason StatusReason,
    int ConsecutiveFailures,
    Instant FailingSince);

internal sealed record TestEventData(WebhookEndpointId WebhookEndpointId);
