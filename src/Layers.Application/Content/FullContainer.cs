using Layers.Application.Operation;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>A container's state with all that its full view shows.</summary>
/// <param name="PendingSchedule">The posts that it holds, or those whose promotion failed; null when there are none.</param>
public sealed record FullContainer(ContainerState State, ContainerMedia? Media, ProjectGate Gate, PendingSchedule? PendingSchedule)
{
    /// <summary>The same, once the container has changed.</summary>
    public FullContainer With(Container changed) => this with { State = changed.State };

    // One node may have written the policy and another the revision, and neither is further off than this from PostgreSQL's clock.
    private static readonly Duration BetweenNodes = 2 * NodeClock.TooFar;

    /// <summary>
    /// Whether everybody who has read this revision has seen this view. Not so where the project, its policy, its count of decisions or a suspension may
    /// have changed what the gate shows since the revision was made: they leave the revision alone. A policy that was changed shortly before the revision,
    /// by its node's clock, may have been changed after it.
    /// </summary>
    public bool FollowsFromRevision =>
        !State.ProjectIsArchived && !Gate.CountsDecisions && Gate.UpdatedAt + BetweenNodes < State.LastKnownChange && !MayHaveMovedItsDeadline;

    // A release moves it too, and raises the revision; the two cannot be distinguished.
    private bool MayHaveMovedItsDeadline => State.ReviewSince != State.CreatedAt && State.AutoApproveAt(Gate.AutoApproveAfter) is not null;
}

/// <summary>What a container shows of its files: nobody searches it, so it is kept as it will be shown.</summary>
/// <param name="Codecs">One for each asset, null where it is not known; null for files that came before codecs were read. Not shown.</param>
public sealed record ContainerMedia(StoredMedia Assets, StoredMedia Preview, StoredMedia PrimaryAsset, IReadOnlyList<string?>? Codecs);

/// <summary>The project's policy as it is now, with the count that its warm-up needs.</summary>
public sealed record ProjectGate(bool RequiresApproval, int FirstNPostsBlocked, ReviewWindow? AutoApproveAfter, int Decided, Instant UpdatedAt)
{
    public bool CountsDecisions => RequiresApproval && FirstNPostsBlocked > 0;
}

/// <param name="RequireScope">Whether deciding needs <c>content:approve</c>.</param>
public sealed record ApprovalOptions(bool RequireScope)
{
    public string? RequiredScope => RequireScope ? Domain.Keys.Scopes.ContentApprove : null;
}
