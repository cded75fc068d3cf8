using Layers.Domain;

namespace Layers.Application.Content;

/// <summary>Containers as they are shown.</summary>
public interface IContentReads
{
    /// <summary>Throws <see cref="ErrorKind.NotFound"/> for a container that is not the organization's.</summary>
    Task<FullContainer> Get(OrganizationId organization, ContainerId id, CancellationToken cancellationToken);

    /// <summary>
    /// Newest first by (createdAt, id), one row more than the filter's limit when there are more.
    /// Throws <see cref="ErrorKind.NotFound"/> for a project that is not the organization's.
    /// </summary>
    Task<IReadOnlyList<ContentRow>> List(OrganizationId organization, ProjectId project, ContentFilter filter, CancellationToken cancellationToken);
}
