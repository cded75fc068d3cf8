using Layers.Api.Http;
using Layers.Application.RateLimits;
using Layers.Domain;
using Microsoft.AspNetCore.RateLimiting;

namespace Layers.Api.RateLimits;

/// <param name="Enabled">Whether requests are counted; for benchmarks they may not be.</param>
internal sealed record RateLimitOptions(bool Enabled);

/// <summary>ASP.NET Core's rate limiting, on budgets that all nodes share.</summary>
internal static class RateLimiting
{
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<NodeBudgets>();
        services.AddSingleton<BudgetLimiter>();
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>().Configure<BudgetLimiter>((options, limiter) =>
        {
            options.GlobalLimiter = limiter;
            options.OnRejected = Refuse;
        });
    }

    /// <summary>Behind authentication, which says whose budget it is, and before everything that costs more than counting.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<RateLimitOptions>().Enabled)
            app.UseRateLimiter();
    }

    private static ValueTask Refuse(OnRejectedContext refused, CancellationToken cancellationToken)
    {
        refused.Lease.TryGetMetadata(BudgetLease.Ticket, out var ticket);
        var endpointClass = EndpointClasses.Of(refused.HttpContext).ToWord();
        return new ValueTask(ErrorResponses.Write(refused.HttpContext, new ErrorAnswer(
            StatusCodes.Status429TooManyRequests,
            "RATE_LIMITED",
            $"This key has made its {ticket.Limit} {endpointClass} requests of this minute; try again in {ticket.ResetSeconds} s.",
            new Dictionary<string, object?> { ["limit"] = ticket.Limit, ["endpointClass"] = endpointClass, ["retryAfterSeconds"] = ticket.ResetSeconds },
            ticket.ResetSeconds)));
    }
}
