using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>A container in full.</summary>
public sealed record ContainerView(
    ContainerId Id,
    ProjectId ProjectId,
    ContainerStatus Status,
    ContentFormat? Format,
    string? Hook,
    string? Caption,
    StoredMedia Assets,
    StoredMedia? Preview,
    ApprovalStatus ApprovalStatus,
    CreativeType CreativeType,
    StoredMedia PlatformFit,
    Instant CreatedAt,
    Instant? CompletedAt,
    Instant? FailedAt,
    Failure? LastError,
    Instant? MediaRemovedAt,
    int Revision,
    Decision? Decision,
    Instant? HeldAt,
    PendingSchedule? PendingSchedule,
    GateVerdict Gate)
{
    public static ContainerView From(FullContainer full, GateVerdict gate)
    {
        var container = full.State;
        return new ContainerView(
            container.Id,
            container.Project,
            container.Status,
            container.Format,
            container.Hook,
            container.Caption,
            full.Media?.Assets ?? StoredMedia.EmptyArray,
            full.Media?.Preview,
            container.ApprovalStatus,
            container.CreativeType,
            MediaJson.FitOf(full.Media),
            container.CreatedAt,
            container.CompletedAt,
            container.FailedAt,
            container.LastError,
            container.MediaRemovedAt,
            container.Revision,
            container.Decision,
            container.HeldAt,
            full.PendingSchedule,
            gate);
    }
}

/// <summary>A container in a list.</summary>
public sealed record ContentRow(
    ContainerId Id,
    ContainerStatus Status,
    ContentFormat? Format,
    string? Caption,
    CreativeType CreativeType,
    ApprovalStatus ApprovalStatus,
    Instant CreatedAt,
    Instant? CompletedAt,
    int Revision,
    Instant? HeldAt,
    Instant? AutoApproveAt,
    StoredMedia? Preview,
    StoredMedia? PrimaryAsset);
