using NodaTime;

namespace Layers.Domain.Content;

/// <content>How a container comes to be, is finished, and is corrected.</content>
public sealed partial class Container
{
    public const int LongestCaption = 2_200;

    /// <summary>A container that waits for its files. Its approval status is settled here and by a decision, nowhere else.</summary>
    public static Container ForUpload(ContainerId id, OrganizationId organization, ProjectId project, ApprovalStatus gate, Instant now) =>
        new(new ContainerState
        {
            Id = id,
            Organization = organization,
            Project = project,
            CreativeType = CreativeType.Uploaded,
            CreatedAt = now,
            ReviewSince = now,
            Status = ContainerStatus.Queued,
            ApprovalStatus = gate,
            Revision = 1,
        });

    /// <summary>A container that waits for a generator. Its approval status is settled here and by a decision, nowhere else.</summary>
    public static Container ForGeneration(OrganizationId organization, ProjectId project, ContentFormat format, string hook, ApprovalStatus gate, Instant now) =>
        new(new ContainerState
        {
            Id = Domain.Id.New<ContainerId>(now),
            Organization = organization,
            Project = project,
            CreativeType = CreativeType.Generated,
            Format = format,
            Hook = hook,
            CreatedAt = now,
            ReviewSince = now,
            Status = ContainerStatus.Queued,
            ApprovalStatus = gate,
            Revision = 1,
        });

    /// <summary>A generator has taken the container up.</summary>
    public void Start()
    {
        DemandUnfinished();
        if (Status != ContainerStatus.Queued)
            throw DomainException.Conflict("Container is already processing.", "status", Status.ToWord());
        Change(State with { Status = ContainerStatus.Processing });
    }

    /// <summary>Throws unless this is an upload whose files may still come.</summary>
    public void DemandAwaitingFiles()
    {
        if (State.CreativeType != CreativeType.Uploaded)
            throw DomainException.Conflict("Container is not an upload.", "creativeType", State.CreativeType.ToWord());
        DemandUnfinished();
    }

    /// <summary>The content is there and, once the gate is open, may be published.</summary>
    public void Complete(string? caption, Instant now)
    {
        DemandUnfinished();
        Change(State with { Status = ContainerStatus.Completed, Caption = caption, CompletedAt = now });
    }

    /// <summary>The generator gave up; the container can neither be decided nor published.</summary>
    public void Fail(Failure failure, Instant now)
    {
        DemandUnfinished();
        Change(State with { Status = ContainerStatus.Failed, LastError = failure, FailedAt = now });
    }

    /// <summary>
    /// The upload was not finalized in time: it has failed, and its files are to be removed. An archived project's uploads expire too, for their
    /// bytes would otherwise stay for ever.
    /// </summary>
    public void Expire(Instant now) =>
        Change(State with { Status = ContainerStatus.Failed, LastError = ContainerFailures.UploadExpired, FailedAt = now, MediaRemovedAt = now });

    /// <summary>The files of the rejected container are to be removed for good; their facts stay.</summary>
    public void RemoveMedia(Instant now) => Change(State with { MediaRemovedAt = now });

    /// <summary>Nobody wants the content any more; the container can neither be decided nor published.</summary>
    public void Cancel()
    {
        DemandUnfinished();
        Change(State with { Status = ContainerStatus.Canceled });
    }

    /// <summary>
    /// Replaces the caption of completed, uploaded content, byte for byte; <see cref="ContainerState.CompletedAt"/> becomes <paramref name="now"/>.
    /// The approval status stays as it is. Returns false, with nothing changed, when that is the caption already.
    /// </summary>
    public bool CorrectCaption(string caption, RevisionCondition condition, Instant now)
    {
        DemandActiveProject();
        if (State.CreativeType == CreativeType.Generated)
        {
            throw DomainException.Invalid(
                "PATCH is available for uploaded content only. Generated content is corrected by regenerating.",
                "creativeType",
                State.CreativeType.ToWord());
        }

        DemandCompleted();
        condition.Demand(Revision);
        if (caption == Caption)
            return false;
        Change(State with { Caption = caption, CompletedAt = now });
        return true;
    }

    private void DemandUnfinished()
    {
        DemandActiveProject();
        if (State.LastError?.Code == ContainerFailures.UploadExpired.Code)
            throw Expired();
        if (Status is not (ContainerStatus.Queued or ContainerStatus.Processing))
            throw DomainException.Conflict($"Container is already {Status.ToWord()}.", "status", Status.ToWord());
    }

    private DomainException Expired() =>
        new(
            ErrorKind.Conflict,
            State.LastError!.Message,
            new Dictionary<string, object?> { ["status"] = Status.ToWord(), ["code"] = State.LastError.Code });
}
