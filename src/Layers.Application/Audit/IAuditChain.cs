using Layers.Domain;

namespace Layers.Application.Audit;

/// <summary>The seals of the audit log: for each organization a chain, in which the hash of every row covers all rows before it.</summary>
public interface IAuditChain
{
    /// <summary>Organizations with rows that are not sealed yet.</summary>
    Task<IReadOnlyList<OrganizationId>> ListOrganizationsToSeal(CancellationToken cancellationToken);

    /// <summary>
    /// Committed rows that are not sealed yet, in the order in which they were written, and the last seal, which is locked: the one who holds it is the
    /// only one who seals.
    /// </summary>
    Task<UnsealedRows> ListUnsealedForUpdate(OrganizationId organization, int atMost, CancellationToken cancellationToken);

    /// <summary>Keeps the seals; the last of them is the new head.</summary>
    void Save(OrganizationId organization, IReadOnlyList<(EventId Id, Seal Seal)> sealedRows);

    /// <summary>How far the chain reaches, as of one moment.</summary>
    Task<ChainState> GetState(OrganizationId organization, CancellationToken cancellationToken);

    /// <summary>Seals behind a position, up to another, in order, with their rows.</summary>
    Task<IReadOnlyList<ChainLink>> ListLinks(OrganizationId organization, long after, long upTo, int atMost, CancellationToken cancellationToken);

    /// <summary>Looks for rows that no seal was ever opened for, among so many from an id on, this one included.</summary>
    Task<UnchainedSearch> FindUnchained(OrganizationId organization, EventId from, int atMost, CancellationToken cancellationToken);
}

/// <param name="Head">The last seal; null where there are no rows.</param>
public sealed record UnsealedRows(Seal? Head, IReadOnlyList<UnsealedRow> Rows);

/// <param name="Row">Null when it is gone.</param>
public sealed record UnsealedRow(EventId Id, AuditRow? Row);

/// <param name="Highest">The largest position there is. Equal to the head's position unless the table was tampered with.</param>
/// <param name="Unsealed">How many rows are not sealed yet.</param>
public sealed record ChainState(Seal Head, long Highest, long Unsealed);

/// <param name="Row">What was sealed, as it is now; null when it is gone.</param>
/// <param name="IsInPlace">Whether the row was written at the place among all rows that its seal remembers.</param>
public sealed record ChainLink(EventId Id, Seal Seal, AuditRow? Row, bool IsInPlace);

/// <param name="Found">The first one, or null.</param>
/// <param name="Last">The last row that was looked at; null when there was none.</param>
public sealed record UnchainedSearch(EventId? Found, EventId? Last);
