using Layers.Application.Operation;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Layers.Api.Operation;

/// <summary>What has to be well for this server to be sent requests. A no names its reason and nothing more.</summary>
internal static class Health
{
    public const string Prefix = "/health";

    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<StoppingCheck>("stopping").AddCheck<DatabaseCheck>("database").AddCheck<ClockCheck>("clock");
}

internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping") : HealthCheckResult.Healthy());
}

internal sealed class ClockCheck(NodeClock clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(clock.IsTooFarOff ? HealthCheckResult.Unhealthy("clock") : HealthCheckResult.Healthy());
}

internal sealed class DatabaseCheck(IDatabaseState database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.Look() switch
        {
            DatabaseCondition.Ready => HealthCheckResult.Healthy(),
            DatabaseCondition.NotMigrated => HealthCheckResult.Unhealthy("migrations"),
            DatabaseCondition.HasOtherGateRules => HealthCheckResult.Unhealthy("gate_rules"),
            _ => HealthCheckResult.Unhealthy("database"),
        };
}
