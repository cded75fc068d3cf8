using Layers.Domain;
using Layers.Domain.RateLimits;

namespace Layers.Api.RateLimits;

/// <summary>This POST starts a job, or does as much work as one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongRunningAttribute : Attribute;

/// <summary>Says on every response, refusals included, which budget its request belongs to.</summary>
internal sealed class EndpointClasses(RequestDelegate next)
{
    public const string Header = "X-RateLimit-Endpoint-Class";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[Header] = Of(context).ToWord();
        return next(context);
    }

    /// <summary>By the method, where routing has found no endpoint that says otherwise.</summary>
    public static EndpointClass Of(HttpContext context) =>
        Of(context.Request.Method, context.GetEndpoint()?.Metadata.GetMetadata<LongRunningAttribute>() is not null);

    public static EndpointClass Of(string method, bool isLongRunning)
    {
        if (isLongRunning)
            return EndpointClass.LongRunning;
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? EndpointClass.ReadLight : EndpointClass.WriteLight;
    }
}
