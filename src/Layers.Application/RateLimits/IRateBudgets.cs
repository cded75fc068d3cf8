using Layers.Domain;
using Layers.Domain.RateLimits;
using NodaTime;

namespace Layers.Application.RateLimits;

/// <summary>The budgets that all nodes share.</summary>
public interface IRateBudgets
{
    /// <summary>A window begins with the minute, by the clock of the node that counts.</summary>
    static readonly Duration Window = Duration.FromMinutes(1);

    /// <summary>
    /// Hands over as many of the <paramref name="wanted"/> requests as the budget still has in the window that begins then. Whatever has been handed
    /// over is gone, used or not; to all nodes together never more than the limit.
    /// </summary>
    Task<RateGrant> Lease(RateBudget budget, Instant window, int wanted, CancellationToken cancellationToken);
}

/// <param name="Limit">Requests in a window, at least 1.</param>
public sealed record RateBudget(OrganizationId Organization, ApiKeyId Key, EndpointClass EndpointClass, int Limit);

/// <param name="Granted">0 when the budget is used up.</param>
/// <param name="Left">What nobody has taken yet.</param>
public sealed record RateGrant(int Granted, int Left);
