using Layers.Api.Http;
using Layers.Application.Operation;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Layers.Api.Operation;

/// <summary>
/// What supervisors and load balancers ask, without a key: <c>/health/live</c> whether the process is worth keeping, <c>/health/ready</c> whether it
/// should be sent requests. A no names its reason and nothing more.
/// </summary>
internal static class Health
{
    public const string Prefix = "/health";

    private static readonly HttpMethodMetadata ReadOnly = new([HttpMethods.Get, HttpMethods.Head]);

    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<StoppingCheck>("stopping").AddCheck<DatabaseCheck>("database");

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("health/live", Answering("live", _ => false)).WithMetadata(ReadOnly).AllowAnonymous().DisableHttpMetrics().DisableRateLimiting();
        routes.MapHealthChecks("health/ready", Answering("ready", _ => true)).WithMetadata(ReadOnly).AllowAnonymous().DisableHttpMetrics().DisableRateLimiting();
    }

    private static HealthCheckOptions Answering(string status, Func<HealthCheckRegistration, bool> asks) =>
        new()
        {
            Predicate = asks,
            ResponseWriter = (context, report) => report.Status == HealthStatus.Healthy
                ? context.Response.WriteAsJsonAsync(new { status }, JsonFormat.Options, context.RequestAborted)
                : ErrorResponses.Write(context, NotReady(report)),
        };

    private static ErrorAnswer NotReady(HealthReport report)
    {
        var reasons = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description).ToList();
        return new ErrorAnswer(503, "UNAVAILABLE", "This server takes no requests now.", new Dictionary<string, object?> { ["reasons"] = reasons }, RetryAfter: 1);
    }
}

internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping") : HealthCheckResult.Healthy());
}

internal sealed class DatabaseCheck(IDatabaseState database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.Look() switch
        {
            DatabaseCondition.Ready => HealthCheckResult.Healthy(),
            DatabaseCondition.NotMigrated => HealthCheckResult.Unhealthy("migrations"),
            _ => HealthCheckResult.Unhealthy("database"),
        };
}
