using Layers.Domain;
using Layers.Domain.Uploads;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>The files that containers wait for.</summary>
public interface IUploads
{
    void Add(OrganizationId organization, UploadFile file);

    /// <summary>In order; empty when the organization has no such upload.</summary>
    Task<IReadOnlyList<UploadFile>> List(OrganizationId organization, ContainerId container, CancellationToken cancellationToken);

    /// <summary>The file has the bytes of its receipt from now on. Call it under the container's lock.</summary>
    void MarkReceived(OrganizationId organization, UploadFile file, Instant now);

    /// <summary>From now on the files of the container keep the bytes that they have. Call it under the container's lock.</summary>
    void Seal(OrganizationId organization, ContainerId container, Instant now);
}
