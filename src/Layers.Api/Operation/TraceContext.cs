using System.Diagnostics;

namespace Layers.Api.Operation;

/// <summary>Keeps the trace that a request belongs to, so that its events and their webhooks belong to it too, where this server records no spans.</summary>
public sealed class TraceContext(RequestDelegate next)
{
    private const string Name = "request";

    public Task InvokeAsync(HttpContext context)
    {
        var parent = context.Request.Headers.TraceParent.ToString();
        return parent.Length == 0 || Activity.Current is not null || !ActivityContext.TryParse(parent, traceState: null, out _)
            ? next(context)
            : Continue(parent, context);
    }

    private async Task Continue(string parent, HttpContext context)
    {
        using var span = new Activity(Name).SetParentId(parent).Start();
        await next(context);
    }
}
