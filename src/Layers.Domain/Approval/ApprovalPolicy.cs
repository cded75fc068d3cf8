using Layers.Domain.Content;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>
/// What a caller asks to change. Null keeps a setting, save the window, which null unsets when <paramref name="SetsWindow"/> says that it was given.
/// </summary>
public sealed record PolicyChange(bool? RequiresApproval, int? FirstNPostsBlocked, bool SetsWindow, ReviewWindow? AutoApproveAfter)
{
    /// <summary>To what the word means, and nothing else: the window stays, and so does the N of a warm-up that is switched off.</summary>
    /// <param name="mode">The word.</param>
    /// <param name="firstN">1 to 50; looked at only when the first N are to be reviewed.</param>
    public static PolicyChange To(ReviewMode mode, int firstN) =>
        mode switch
        {
            ReviewMode.AutoApprove => Gate(requiresApproval: false, firstN: null),
            ReviewMode.ReviewFirstN => Gate(requiresApproval: true, firstN),
            ReviewMode.ReviewAll => Gate(requiresApproval: true, firstN: 0),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };

    private static PolicyChange Gate(bool requiresApproval, int? firstN) => new(requiresApproval, firstN, SetsWindow: false, AutoApproveAfter: null);
}

/// <summary>
/// The gate of one project: a switch, a first-N warm-up and a window after which silence approves.
/// It decides for containers that are yet to be made; those that exist keep their status.
/// </summary>
public sealed class ApprovalPolicy(
    OrganizationId organization,
    ProjectId project,
    bool requiresApproval,
    int firstNPostsBlocked,
    ReviewWindow? autoApproveAfter,
    Instant updatedAt)
{
    public const int MostFirstN = 50;

    public OrganizationId Organization { get; } = organization;

    public ProjectId Project { get; } = project;

    public bool RequiresApproval { get; private set; } = requiresApproval;

    /// <summary>0 to 50. With 0 every container is reviewed while <see cref="RequiresApproval"/> is on.</summary>
    public int FirstNPostsBlocked { get; private set; } = firstNPostsBlocked;

    public ReviewWindow? AutoApproveAfter { get; private set; } = autoApproveAfter;

    public ReviewMode Mode =>
        !RequiresApproval ? ReviewMode.AutoApprove
        : FirstNPostsBlocked == 0 ? ReviewMode.ReviewAll
        : ReviewMode.ReviewFirstN;

    /// <summary>When a setting last took another value; the project's creation until then.</summary>
    public Instant UpdatedAt { get; private set; } = updatedAt;

    /// <summary>The policy of a project on which nobody has set one: nothing is held back.</summary>
    public static ApprovalPolicy ForNewProject(OrganizationId organization, ProjectId project, Instant createdAt) =>
        new(organization, project, requiresApproval: false, firstNPostsBlocked: 0, autoApproveAfter: null, createdAt);

    /// <summary>Whether a setting ever took another value than a new project's.</summary>
    public bool WasEverSet(Instant projectCreatedAt) =>
        UpdatedAt != projectCreatedAt || (RequiresApproval, FirstNPostsBlocked, AutoApproveAfter) != (false, 0, null);

    /// <summary>Applies the change. Returns whether any setting changed; if none did, nothing changes, the time stamp included.</summary>
    public bool Change(PolicyChange change, Instant now)
    {
        var requires = change.RequiresApproval ?? RequiresApproval;
        var firstN = change.FirstNPostsBlocked ?? FirstNPostsBlocked;
        var window = change.SetsWindow ? change.AutoApproveAfter : AutoApproveAfter;
        if ((requires, firstN, window) == (RequiresApproval, FirstNPostsBlocked, AutoApproveAfter))
            return false;

        (RequiresApproval, FirstNPostsBlocked, AutoApproveAfter, UpdatedAt) = (requires, firstN, window, now);
        return true;
    }

    /// <summary>The status that a new container is born with.</summary>
    /// <param name="decided">How many containers of the project are approved or rejected; counting may stop at <see cref="FirstNPostsBlocked"/>.</param>
    public ApprovalStatus StatusForNewContainer(int decided)
    {
        if (!RequiresApproval)
            return ApprovalStatus.NotRequired;
        var everythingIsReviewed = FirstNPostsBlocked == 0;
        return everythingIsReviewed || decided < FirstNPostsBlocked ? ApprovalStatus.Pending : ApprovalStatus.NotRequired;
    }

    /// <summary>Pending containers made at this instant or before are due for approval by silence; null without a window.</summary>
    public Instant? AutoApproveCutoff(Instant now) => AutoApproveAfter is { } window ? now - window.Length : null;
}
