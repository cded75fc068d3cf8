using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>Containers as aggregates. A container that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IContainers
{
    /// <summary>Locks the container until the transaction ends: of any number of simultaneous decisions the first to lock wins.</summary>
    Task<Container> GetForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken);

    /// <summary>The same lock, with all that the full view shows.</summary>
    Task<FullContainer> GetFullForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the containers that are the project's, locked in the order of their ids: whoever locks several in this way never waits for one
    /// who waits for them.
    /// </summary>
    Task<IReadOnlyList<Container>> ListForUpdate(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<ContainerId> ids, CancellationToken cancellationToken);

    /// <summary>Locks the container that the post is made of: a container is always locked before its posts.</summary>
    Task<Container> GetForUpdateByPost(OrganizationId organization, ScheduledPostId post, CancellationToken cancellationToken);

    /// <summary>Projects with containers that have waited out their window, each by its organization's own clock, at most so many.</summary>
    /// <param name="now">The server's time.</param>
    Task<IReadOnlyList<DueProject>> ListProjectsWithDue(Instant now, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Completed, pending containers of a project that have waited out its window as it is now, oldest first, locked; those that somebody else
    /// holds are passed over.
    /// </summary>
    Task<IReadOnlyList<Container>> ListDueForUpdate(
        OrganizationId organization, ProjectId project, Instant now, int atMost, CancellationToken cancellationToken);

    void Add(Container container);

    /// <summary>Writes what a decision or a correction changes.</summary>
    void Save(Container container);

    /// <summary>Writes decisions in one organization, all taken at the same moment by the same actor, in one statement.</summary>
    void SaveDecisions(IReadOnlyList<Container> containers);

    /// <summary>Writes a container that has just been completed, with its media.</summary>
    void SaveCompleted(Container container, ContainerMedia media);
}

/// <param name="ClockOffset">By how much the organization has turned its clock forward.</param>
public sealed record DueProject(OrganizationId Organization, Duration ClockOffset, ProjectId Project);
