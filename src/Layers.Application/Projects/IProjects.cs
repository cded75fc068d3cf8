using Layers.Domain;
using Layers.Domain.Projects;

namespace Layers.Application.Projects;

/// <summary>The projects of an organization. One that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IProjects
{
    Task<ProjectState> Get(OrganizationId organization, ProjectId id, CancellationToken cancellationToken);

    /// <summary>Locks the project until the transaction ends. Writes to its containers, accounts and posts go on meanwhile.</summary>
    Task<Project> GetForUpdate(OrganizationId organization, ProjectId id, CancellationToken cancellationToken);

    /// <summary>Locks the project and all that is in it: waits for writes that have begun, and holds back new ones until the transaction ends.</summary>
    Task<Project> GetWholeForUpdate(OrganizationId organization, ProjectId id, CancellationToken cancellationToken);

    void Add(Project project);

    void Save(Project project);

    /// <summary>Newest first by (createdAt, id), one row more than the filter's limit when there are more.</summary>
    Task<IReadOnlyList<ProjectState>> List(OrganizationId organization, ProjectFilter filter, CancellationToken cancellationToken);
}

/// <param name="Search">A part of the name, whatever its case.</param>
public sealed record ProjectFilter(string? Search, string? CustomerExternalId, IReadOnlyList<ProjectStatus> Statuses, Cursor? After, int Limit);
