using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>The audit rows of containers. What also raises an event has the event's type.</summary>
public static class ContainerAudit
{
    public static AuditEntry Created(Container container) =>
        Entry("content.created", container, container.State.CreatedAt, new
        {
            containerId = container.Id.ToString(),
            creativeType = container.State.CreativeType.ToWord(),
            approvalStatus = container.ApprovalStatus.ToWord(),
        });

    public static AuditEntry FileReceived(Container container, int ordinal, long sizeBytes, Instant now) =>
        Entry("content.file_received", container, now, new { containerId = container.Id.ToString(), file = ordinal, sizeBytes });

    public static AuditEntry StatusChanged(Container container, Instant now) =>
        Entry(TypeOf(container.Status), container, now, new
        {
            containerId = container.Id.ToString(),
            caption = container.Caption,
            approvalStatus = container.ApprovalStatus.ToWord(),
            revision = container.Revision,
            error = container.State.LastError,
        });

    public static AuditEntry CaptionCorrected(Container container, string? before, Instant now) =>
        Entry("content.caption_corrected", container, now, new
        {
            containerId = container.Id.ToString(),
            before = new { caption = before },
            after = new { caption = container.Caption },
            revision = container.Revision,
        });

    public static AuditEntry ClockTurned(string type, Container container, Instant now) =>
        Entry(type, container, now, new { containerId = container.Id.ToString(), revision = container.Revision });

    public static AuditEntry MediaRemoved(Container container, Instant now) =>
        Entry("content.media_removed", container, now, new { containerId = container.Id.ToString(), revision = container.Revision });

    private static string TypeOf(ContainerStatus status) =>
        status == ContainerStatus.Completed ? "content.generated" : $"content.{status.ToWord()}";

    internal static AuditEntry Entry(string type, Container container, Instant at, object data) => new(type, at, container.Project, data);
}
