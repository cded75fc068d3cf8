using Layers.Application.Seams;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Layers.Api.Operation;

/// <summary>What supervisors and load balancers ask, without a key.</summary>
[ApiController]
[AllowAnonymous]
[DisableRateLimiting]
[DisableHttpMetrics]
[Route("health")]
public sealed class HealthController(HealthCheckService checks) : ControllerBase
{
    /// <summary>Ask whether this server is worth keeping: a supervisor that gets no response restarts it.</summary>
    /// <remarks>It looks at nothing but itself: restarting a server does not help when the database is out of reach.</remarks>
    [HttpGet("live")]
    [Operation("getLiveness")]
    public HealthResponse Live() => new("live");

    /// <summary>Ask whether this server should be sent requests.</summary>
    /// <remarks>
    /// 503 while the <c>database</c> is out of reach or has not had its <c>migrations</c>, the server lacks <c>gate_rules</c> that other servers have, the
    /// server's <c>clock</c> is more than a minute from the database's, or the server is <c>stopping</c>: those are the <c>reasons</c> in the details.
    /// </remarks>
    [HttpGet("ready")]
    [Operation("getReadiness")]
    [ProducesResponseType<HealthResponse>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Ready(CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        if (report.Status == HealthStatus.Healthy)
            return Ok(new HealthResponse("ready"));
        await ErrorResponses.Write(HttpContext, NotReady(report));
        return new EmptyResult();
    }

    private static ErrorAnswer NotReady(HealthReport report)
    {
        var reasons = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description).ToList();
        return new ErrorAnswer(503, "UNAVAILABLE", "This server takes no requests now.", new Dictionary<string, object?> { ["reasons"] = reasons }, RetryAfter: 1);
    }
}

public sealed record HealthResponse([property: OneOf("live", "ready")] string Status);
