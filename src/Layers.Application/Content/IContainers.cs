using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Application.Content;

/// <summary>Containers as aggregates. A container that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IContainers
{
    /// <summary>Locks the container until the transaction ends: of any number of simultaneous decisions the first to lock wins.</summary>
    Task<Container> GetForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken);

    /// <summary>The same lock, with all that the full view shows as it was when the lock was taken.</summary>
    Task<(Container Container, FullContainer Full)> GetFullForUpdate(OrganizationId organization, ContainerId id, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the containers that are the project's, locked in the order of their ids: two that lock several in this way never wait for one
    /// who waits for them.
    /// </summary>
    Task<IReadOnlyList<Container>> ListForUpdate(
        OrganizationId organization, ProjectId project, IReadOnlyCollection<ContainerId> ids, CancellationToken cancellationToken);

    /// <summary>Locks the container that the post is made of: a container is always locked before its posts.</summary>
    Task<Container> GetForUpdateByPost(OrganizationId organization, ScheduledPostId post, CancellationToken cancellationToken);

    void Add(Container container);

    /// <summary>Writes what a decision or a correction changes.</summary>
    void Save(Container container);

    /// <summary>Writes decisions in one organization, all taken at the same moment by the same actor, in one statement.</summary>
    void SaveDecisions(IReadOnlyList<Container> containers);

    /// <summary>Writes a container that has just been completed, with its media.</summary>
    void SaveCompleted(Container container, ContainerMedia media);
}
