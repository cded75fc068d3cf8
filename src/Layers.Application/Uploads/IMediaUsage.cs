using Layers.Domain;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// How many bytes of media each organization keeps. An upload counts from its start, with the sizes that it declares, for it can keep no other: bytes of
/// another size that were sent straight to the media store are refused when the upload is finalized. The store has them, uncounted, until then or until
/// the upload expires. Generated files count when they are completed; both count until their files are removed. Call these last in a transaction: they hold one row of
/// the organization until the commit.
/// </summary>
public interface IMediaUsage
{
    /// <summary>Counts the bytes. Throws <see cref="ErrorKind.QuotaExceeded"/> when the organization would keep more than it may.</summary>
    Task Reserve(OrganizationId organization, long bytes, CancellationToken cancellationToken);

    /// <summary>Counts the bytes, whatever the quota: they are there already.</summary>
    void Add(OrganizationId organization, long bytes);

    /// <summary>Counts the bytes of these containers no more.</summary>
    void Release(OrganizationId organization, IReadOnlyList<ContainerId> containers);

    /// <summary>Of all organizations, by name.</summary>
    Task<IReadOnlyList<OrganizationUsage>> ListAll(CancellationToken cancellationToken);

    /// <summary>Counts the organization's bytes again, from its containers, and returns what was counted before and what is counted now.</summary>
    Task<(long Before, long After)> Recount(OrganizationId organization, CancellationToken cancellationToken);
}

public sealed record OrganizationUsage(OrganizationId Id, string Name, long Bytes);

/// <param name="ExpireAfter">How long after its start an upload can be finalized.</param>
/// <param name="MostBytes">How many bytes of media an organization may keep; null for any number.</param>
public sealed record UploadOptions(Duration ExpireAfter, long? MostBytes);
