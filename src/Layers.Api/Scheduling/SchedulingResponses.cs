using Layers.Application.Seams;
using System.Text.Json.Serialization;
using AutoMapper;
using Layers.Api.Content;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Api.Scheduling;

public sealed record ScheduleResponse(
    ContainerId ContainerId,
    [property: OneOf("open")] string GateStatus,
    Instant ScheduledFor,
    IReadOnlyList<ScheduledPostId> ScheduledPostIds,
    IReadOnlyList<PostView> ScheduledPosts);

public sealed record BlockedScheduleResponse(
    ContainerId ContainerId,
    [property: OneOf("blocked_on_approval")] string GateStatus,
    Instant ScheduledFor,
    IReadOnlyList<ScheduledPostId> ScheduledPostIds,
    GateResponse Gate);

/// <param name="Status"><c>blocked_on_approval</c> while it waits, <c>failed</c> when its promotion failed.</param>
/// <param name="Reason">Why the promotion failed; null while it waits.</param>
public sealed record PendingScheduleResponse(
    [property: OneOf("blocked_on_approval", "failed")] string Status,
    [property: OneOf(Promotion.AccountUnavailable, Promotion.SchedulePassed)] string? Reason,
    IReadOnlyList<StashedPostResponse> Targets);

public sealed record StashedPostResponse(
    ScheduledPostId ScheduledPostId,
    SocialAccountId SocialAccountId,
    PostMode Mode,
    string? CaptionOverride,
    string? FirstCommentOverride,
    Instant ScheduledFor);

public sealed record PromotionResponse(
    [property: OneOf("ok", "failed")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScheduledPostId>? ScheduledPostIds,
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
        CreateMap<PendingSchedule, PendingScheduleResponse>()
            .ForCtorParam("Status", map => map.MapFrom(from => from.FailureReason == null ? BlockedOnApproval : "failed"))
            .ForCtorParam("Reason", map => map.MapFrom(from => from.FailureReason))
            .ForCtorParam("Targets", map => map.MapFrom(from => from.Posts));
        CreateMap<StashedPost, StashedPostResponse>()
            .ForCtorParam("ScheduledPostId", map => map.MapFrom(from => from.Id))
            .ForCtorParam("SocialAccountId", map => map.MapFrom(from => from.SocialAccount));
        CreateMap<Promotion, PromotionResponse>()
            .ForCtorParam("Status", map => map.MapFrom(from => from.IsOk ? "ok" : "failed"))
            .ForCtorParam("ScheduledPostIds", map => map.MapFrom(from => from.IsOk ? from.ScheduledPostIds : null));
    }
}
