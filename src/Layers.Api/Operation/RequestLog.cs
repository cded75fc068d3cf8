using System.Diagnostics;
using Layers.Api.Http;
using Layers.Application.Ports;
using Microsoft.AspNetCore.Http.Features;

namespace Layers.Api.Operation;

/// <summary>
/// One line a request, and the same on its span, once the response was sent. It names the route and not the path: paths and queries hold ids and signatures, and headers hold keys.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger)
{
    private const string Nothing = "-";
    private const string OtherMethod = "_OTHER";
    private const int HungUp = 499; // As proxies write it: nobody waited for the answer.

    public async Task InvokeAsync(HttpContext context, CurrentCaller caller)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Describe(context.Features.Get<IHttpActivityFeature>()?.Activity, context, caller);
            var duration = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            LogRequest(logger, LevelOf(context), RequestId.Of(context), caller.KeyId ?? Nothing, MethodOf(context), RouteOf(context), StatusOf(context), duration);
        }
    }

    private static void Describe(Activity? span, HttpContext context, CurrentCaller caller)
    {
        // There is one only where somebody listens, who need not keep it.
        if (span is not { Recorded: true })
            return;
        span.SetTag("layers.request_id", RequestId.Of(context));
        span.SetTag("layers.key_id", caller.KeyId);
    }

    /// <summary>
    /// Gives the span of a request the route and the status of its line in the log. It has no path and no query: the path of a file, and an upload address
    /// with its signature, are rights of anyone who has them.
    /// </summary>
    public static void Name(Activity span, HttpContext context)
    {
        span.DisplayName = $"{MethodOf(context)} {RouteOf(context)}";
        span.SetTag("http.route", RouteOf(context));
        span.SetTag("url.path", RouteOf(context));
        span.SetTag("url.query", null);
        span.SetTag("http.response.status_code", StatusOf(context));
    }

    public static bool IsProbe(HttpContext context) => context.Request.Path.StartsWithSegments(Health.Prefix, StringComparison.Ordinal);

    // Probes come every few seconds, for ever.
    private static LogLevel LevelOf(HttpContext context) =>
        IsProbe(context) ? LogLevel.Debug : LogLevel.Information;

    // What is none of these is a word of the caller's own, and thousands of letters long if it likes.
    private static string MethodOf(HttpContext context) =>
        context.Request.Method is "GET" or "POST" or "PATCH" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "TRACE" or "CONNECT" ? context.Request.Method : OtherMethod;

    private static string RouteOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? $"/{route.TrimStart('/')}" : Nothing;

    private static int StatusOf(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? HungUp : context.Response.StatusCode;

    [LoggerMessage(Message = "{RequestId} {KeyId} {Method} {Route} {Status} {DurationMs:0.0} ms")]
    private static partial void LogRequest(
        ILogger logger, LogLevel level, string requestId, string keyId, string method, string route, int status, double durationMs);
}
