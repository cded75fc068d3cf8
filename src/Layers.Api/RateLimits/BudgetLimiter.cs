using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Layers.Application.Keys;
using Layers.Application.RateLimits;
using Layers.Domain.RateLimits;

namespace Layers.Api.RateLimits;

/// <summary>Counts a request on the budget of its key and class. A request without a key, or of a tier without limits, is not counted.</summary>
internal sealed class BudgetLimiter(NodeBudgets budgets) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    // Asked first. A refusal here is asked again below; what is known to be used up stays so, without a round trip.
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        if (BudgetOf(resource) is not { } budget)
            return BudgetLease.Granted;
        return budgets.TryTake(budget) is { } ticket ? Show(resource, ticket) : BudgetLease.Undecided;
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext context, int permitCount, CancellationToken cancellationToken) =>
        BudgetOf(context) is { } budget ? Show(context, await budgets.Take(budget, cancellationToken)) : BudgetLease.Granted;

    private static RateBudget? BudgetOf(HttpContext context)
    {
        if (context.Items[typeof(Credential)] is not Credential credential)
            return null;
        var endpointClass = EndpointClasses.Of(context);
        return RateLimit.Of(credential.Tier, endpointClass) is { } limit ? new RateBudget(credential.Organization, credential.Id, endpointClass, limit) : null;
    }

    private static BudgetLease Show(HttpContext context, RateTicket ticket)
    {
        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = ticket.Limit.ToString();
        headers["X-RateLimit-Remaining"] = ticket.Remaining.ToString();
        headers["X-RateLimit-Reset"] = ticket.ResetSeconds.ToString();
        return ticket.IsGranted ? BudgetLease.Granted : new BudgetLease(isAcquired: false, ticket);
    }
}

/// <summary>Whether a request may go on; nothing has to be given back afterwards.</summary>
internal sealed class BudgetLease(bool isAcquired, RateTicket? ticket = null) : RateLimitLease
{
    public static readonly BudgetLease Granted = new(isAcquired: true);

    /// <summary>No, as long as nobody has asked the database.</summary>
    public static readonly BudgetLease Undecided = new(isAcquired: false);

    public static readonly MetadataName<RateTicket> Ticket = MetadataName.Create<RateTicket>("TICKET");

    public override bool IsAcquired => isAcquired;

    public override IEnumerable<string> MetadataNames => ticket is null ? [] : [Ticket.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == Ticket.Name ? ticket : null;
        return metadata is not null;
    }
}
