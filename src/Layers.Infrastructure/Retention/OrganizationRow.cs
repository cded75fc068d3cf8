using Layers.Application.Retention;
using Layers.Domain;
using NodaTime;

namespace Layers.Infrastructure.Retention;

/// <summary>Where there is work, and by how much that organization has turned its clock forward.</summary>
internal sealed record OrganizationRow
{
    public Guid OrganizationId { get; init; }

    public long ClockOffsetSeconds { get; init; }

    public static IReadOnlyList<OrganizationWithWork> ToWork(IReadOnlyList<OrganizationRow> rows) =>
        [.. rows.Select(row => new OrganizationWithWork(new OrganizationId(row.OrganizationId), Duration.FromSeconds(row.ClockOffsetSeconds)))];
}
