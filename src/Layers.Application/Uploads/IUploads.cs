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

    void MarkReceived(OrganizationId organization, ContainerId container, int ordinal, Instant now);
}
