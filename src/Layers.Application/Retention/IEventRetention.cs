using Layers.Domain;
using NodaTime;

namespace Layers.Application.Retention;

/// <summary>The old end of the event feed.</summary>
public interface IEventRetention
{
    /// <summary>Active organizations whose first event happened before that moment, each by its own clock.</summary>
    Task<IReadOnlyList<OrganizationWithWork>> ListOrganizations(Instant before, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the organization's first events, up to the first that happened at that moment or later, and returns the positions that are gone.
    /// What webhook deliveries still need of them stays with the deliveries. None while another node does the same.
    /// </summary>
    Task<RemovedRange> Remove(OrganizationId organization, Instant before, int atMost, CancellationToken cancellationToken);
}

/// <summary>Positions behind <paramref name="After"/>, up to and with <paramref name="UpTo"/>.</summary>
public sealed record RemovedRange(long After, long UpTo)
{
    public static readonly RemovedRange None = new(0, 0);

    public int Count => (int)(UpTo - After);
}
