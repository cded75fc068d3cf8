using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Completed, pending containers by how long they have waited. One that is held, of an archived project or of a suspended organization does not wait.
/// </summary>
public interface IReviewClocks
{
    /// <summary>Projects with containers that have waited out their window, each by its organization's own clock, at most so many.</summary>
    /// <param name="now">The server's time.</param>
    Task<IReadOnlyList<DueProject>> ListProjectsWithDue(Instant now, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Containers of a project that have waited out its window as it is now, oldest first, locked; those that somebody else holds are passed over.
    /// </summary>
    Task<WaitingContainers> ListDueForUpdate(OrganizationId organization, ProjectId project, Instant now, int atMost, CancellationToken cancellationToken);

    /// <summary>Projects with containers whose window is about to end and was not announced, each by its organization's own clock.</summary>
    /// <param name="now">The server's time.</param>
    Task<IReadOnlyList<DueProject>> ListProjectsWithExpiring(Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Containers of a project whose window, as it is now, is about to end and was not announced, oldest first, locked; those that somebody
    /// else holds are passed over. Where the window has ended they are due, and not among these.
    /// </summary>
    Task<WaitingContainers> ListExpiringForUpdate(
        OrganizationId organization, ProjectId project, Instant now, ExpiryNotice notice, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the clocks of a suspended organization by as long as it has been suspended: nobody could decide meanwhile. Nothing happens when it is active.
    /// Nobody else suspends or resumes it until the transaction ends.
    /// </summary>
    /// <param name="now">The server's time.</param>
    Task LeaveOutSuspension(OrganizationId organization, Instant now, CancellationToken cancellationToken);

    /// <summary>Marks the coming approval of containers of one organization as announced, all at the same moment.</summary>
    void SaveExpiring(IReadOnlyList<Container> containers);
}

/// <param name="ClockOffset">By how much the organization has turned its clock forward.</param>
public sealed record DueProject(OrganizationId Organization, Duration ClockOffset, ProjectId Project);

/// <param name="Window">Their project's, which stays as it is until the transaction ends; null when silence approves nothing in it.</param>
public sealed record WaitingContainers(ReviewWindow? Window, IReadOnlyList<Container> Containers)
{
    public static readonly WaitingContainers None = new(Window: null, []);
}
