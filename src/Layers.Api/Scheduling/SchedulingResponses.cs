using System.Text.Json.Serialization;
using AutoMapper;
using Layers.Api.Content;
using Layers.Api.OpenApi;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Api.Scheduling;

public sealed record ScheduleResponse(
    string ContainerId,
    [property: OneOf("open")] string GateStatus,
    Instant ScheduledFor,
    IReadOnlyList<string> ScheduledPostIds,
    IReadOnlyList<PostResponse> ScheduledPosts);

public sealed record BlockedScheduleResponse(
    string ContainerId,
    [property: OneOf("blocked_on_approval")] string GateStatus,
    Instant ScheduledFor,
    IReadOnlyList<string> ScheduledPostIds,
    GateResponse Gate);

/// <param name="Attempts">How many times it was handed to its publisher.</param>
/// <param name="NextAttemptAt">When the next attempt is due, the first at its hour; null while an attempt is in flight, and when there is none to come.</param>
/// <param name="LastError">Of the last attempt that failed; null when none did, and once it is published.</param>
/// <param name="Failure">Why it failed for good; null unless it did.</param>
public sealed record PostResponse(
    string Id,
    string ProjectId,
    string ContainerId,
    string SocialAccountId,
    string Mode,
    string Status,
    Instant ScheduledFor,
    string Caption,
    string? FirstComment,
    Instant CreatedAt,
    int Attempts,
    Instant? NextAttemptAt,
    LastErrorResponse? LastError,
    Instant? PublishedAt,
    string? ExternalId,
    string? ExternalUrl,
    LastErrorResponse? Failure,
    Instant? CanceledAt,
    string? CancelReason);

/// <param name="Status"><c>blocked_on_approval</c> while it waits, <c>failed</c> when its promotion failed.</param>
/// <param name="Reason">Why the promotion failed; null while it waits.</param>
public sealed record PendingScheduleResponse(
    [property: OneOf("blocked_on_approval", "failed")] string Status,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string? Reason,
    IReadOnlyList<StashedPostResponse> Targets);

public sealed record StashedPostResponse(
    string ScheduledPostId,
    string SocialAccountId,
    string Mode,
    string? CaptionOverride,
    string? FirstCommentOverride,
    Instant ScheduledFor);

public sealed record PromotionResponse(
    [property: OneOf("ok", "failed")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), IdOf<ScheduledPostId>] IReadOnlyList<string>? ScheduledPostIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string? Reason);

public sealed class SchedulingMaps : Profile
{
    private const string BlockedOnApproval = "blocked_on_approval";

    public SchedulingMaps()
    {
        AllowNullCollections = true; // A failed promotion has no ids, and so no key for them.
        CreateMap<ScheduleView, ScheduleResponse>()
            .ForCtorParam("GateStatus", map => map.MapFrom(_ => "open"))
            .ForCtorParam("ScheduledPosts", map => map.MapFrom(from => from.Posts));
        CreateMap<ScheduleView, BlockedScheduleResponse>().ForCtorParam("GateStatus", map => map.MapFrom(_ => BlockedOnApproval));
        CreateMap<PostView, PostResponse>();
        CreateMap<PostFailure, LastErrorResponse>();
        CreateMap<PendingSchedule, PendingScheduleResponse>()
            .ForCtorParam("Status", map => map.MapFrom(from => from.FailureReason == null ? BlockedOnApproval : "failed"))
            .ForCtorParam("Reason", map => map.MapFrom(from => from.FailureReason))
            .ForCtorParam("Targets", map => map.MapFrom(from => from.Posts));
        CreateMap<StashedPost, StashedPostResponse>()
            .ForCtorParam("ScheduledPostId", map => map.MapFrom(from => from.Id))
            .ForCtorParam("SocialAccountId", map => map.MapFrom(from => from.SocialAccount));
        CreateMap<Promotion, PromotionResponse>()
            .ForCtorParam("Status", map => map.MapFrom(from => from.IsOk ? "ok" : "failed"))
            .ForCtorParam("ScheduledPostIds", map => map.MapFrom(from => from.IsOk ? from.ScheduledPostIds.Select(id => id.ToString()).ToList() : null));
    }
}
