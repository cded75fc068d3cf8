using Dapper;
using Layers.Application.RateLimits;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.RateLimits;

/// <summary>On connections of its own: what is leased serves many requests, and outlives the one that asked first.</summary>
internal sealed class RateBudgetRepository(Connections connections) : IRateBudgets
{
    /// <summary>Longer than clocks of nodes differ: a row that is still counted on must not go.</summary>
    private static readonly Duration Kept = Duration.FromMinutes(5);

    static RateBudgetRepository() => SqlTypes.Register();

    // What goes beyond the limit is counted too, and not handed over. No row comes back from a budget that is used up. Every key clears up behind itself.
    private const string LeaseSlice =
        """
        with past as (
          delete from rate_budgets
          where organization_id = @organization and api_key_id = @key and endpoint_class = @endpointClass and window_start < @keptFrom
        )
        insert into rate_budgets as budget (organization_id, api_key_id, endpoint_class, window_start, leased)
        values (@organization, @key, @endpointClass, @window, @wanted)
        on conflict (organization_id, api_key_id, endpoint_class, window_start) do update
        set leased = budget.leased + excluded.leased where budget.leased < @limit
        returning leased
        """;

    public async Task<RateGrant> Lease(RateBudget budget, Instant window, int wanted, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = budget.Organization.Value,
            key = budget.Key.Value,
            endpointClass = budget.EndpointClass.ToWord(),
            window,
            wanted,
            limit = budget.Limit,
            keptFrom = window - Kept,
        };
        await using var pooled = await connections.Open(budget.Organization, cancellationToken);
        var leased = await pooled.Connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(LeaseSlice, arguments, cancellationToken: cancellationToken));
        return leased is { } inAll ? Grant(budget.Limit, wanted, inAll) : new RateGrant(Granted: 0, Left: 0);
    }

    private static RateGrant Grant(int limit, int wanted, int leased)
    {
        var before = leased - wanted;
        return new RateGrant(Math.Min(wanted, limit - before), Math.Max(0, limit - leased));
    }
}
