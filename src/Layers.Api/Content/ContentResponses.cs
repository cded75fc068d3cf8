using Layers.Api.OpenApi;
using Layers.Application.Content;
using Layers.Application.Seams;
using System.Text.Json.Serialization;
using Layers.Api.Http;
using Layers.Api.Scheduling;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Api.Content;

public sealed record ContainerResponse
{
    public required ContainerId Id { get; init; }

    public required ProjectId ProjectId { get; init; }

    public required ContainerStatus Status { get; init; }

    public required ContentFormat? Format { get; init; }

    public required string? Hook { get; init; }

    public string? InfluencerId => null;

    public string? SourceTiktokId => null;

    public string? MediaId => null;

    public required string? Caption { get; init; }

    public string? FirstComment => null;

    [ShownAs(typeof(IReadOnlyList<AssetShape>))]
    public required ShownMedia Assets { get; init; }

    [ShownAs(typeof(PreviewShape))]
    public required ShownMedia? Preview { get; init; }

    public required ApprovalStatus ApprovalStatus { get; init; }

    public required CreativeType CreativeType { get; init; }

    [OneOf("auto", "opted_out")]
    public required string AdsEnrollment { get; init; }

    [ShownAs(typeof(IReadOnlyList<PlatformFitShape>))]
    public required ShownMedia PlatformFit { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant? CompletedAt { get; init; }

    public required Instant? FailedAt { get; init; }

    public required Failure? LastError { get; init; }

    /// <summary>When the files were removed for good; their addresses are null from then on. Null while the container has its files or waits for them.</summary>
    public required Instant? MediaRemovedAt { get; init; }

    public required int Revision { get; init; }

    public required Instant? ApprovedAt { get; init; }

    /// <summary><c>api_key_</c> and the UUID of the key, whose id is <c>key_</c> and the same; or <c>system:auto_approve</c>.</summary>
    public required string? ApprovedBy { get; init; }

    /// <summary>The name that the key had then; null when it had none.</summary>
    public required string? ApprovedByName { get; init; }

    public required string? ApprovalNote { get; init; }

    public required Instant? RejectedAt { get; init; }

    public required string? RejectedBy { get; init; }

    public required string? RejectedByName { get; init; }

    public required string? RejectionReason { get; init; }

    public required DecisionSource? DecisionSource { get; init; }

    public required Instant? HeldAt { get; init; }

    public required PendingScheduleResponse? PendingSchedule { get; init; }

    public required GateResponse Gate { get; init; }
}

/// <param name="Code">The error that publishing would meet; null when the gate is open.</param>
/// <param name="Next">What the caller can do now: <c>approve</c>, <c>reject</c>, <c>schedule</c>, <c>publish</c>, <c>finalize-upload</c>, <c>wait</c> or <c>create</c>; nothing in an archived project.</param>
public sealed record GateResponse(
    bool Blocked,
    [property: OneOf("APPROVAL_REQUIRED", "CONTENT_REJECTED", "VALIDATION", "CONFLICT")] string? Code,
    [property: GateReasons] IReadOnlyList<string> Reasons,
    string? RequiredScope,
    FirstNResponse? FirstN,
    Instant? AutoApproveAt,
    IReadOnlyList<string> Next);

public sealed record FirstNResponse(int Required, int Decided, int Remaining);

public sealed record ContentRowResponse
{
    public required ContainerId Id { get; init; }

    public required ContainerStatus Status { get; init; }

    public required ContentFormat? Format { get; init; }

    public required string? Caption { get; init; }

    public required CreativeType CreativeType { get; init; }

    [OneOf("auto", "opted_out")]
    public required string AdsEnrollment { get; init; }

    public required ApprovalStatus ApprovalStatus { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant? CompletedAt { get; init; }

    public required int Revision { get; init; }

    /// <summary>When the review clock was stopped; null while it runs.</summary>
    public required Instant? HeldAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required Instant? AutoApproveAt { get; init; }

    [ShownAs(typeof(PreviewShape))]
    public required ShownMedia? Preview { get; init; }

    [ShownAs(typeof(PrimaryAssetShape))]
    public required ShownMedia? PrimaryAsset { get; init; }
}

/// <param name="PendingSchedulePromotion">Present only when a schedule had been waiting for the approval.</param>
public sealed record ApprovalResponse(
    ContainerId Id,
    ApprovalStatus ApprovalStatus,
    Instant ApprovedAt,
    string ApprovedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PromotionResponse? PendingSchedulePromotion);

public sealed record RejectionResponse(ContainerId Id, ApprovalStatus ApprovalStatus, Instant RejectedAt, string RejectedBy, string Reason);
