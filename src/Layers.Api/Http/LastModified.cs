using NodaTime;

namespace Layers.Api.Http;

/// <summary>When a file was last modified, as a response may say it.</summary>
internal static class LastModified
{
    /// <summary>
    /// Dates the response, and returns the time of the file, but none later than that date: the server's own may be a second old, and another machine that
    /// wrote the file may be fast.
    /// </summary>
    public static DateTimeOffset DateAfter(this HttpResponse response, Instant written)
    {
        var now = response.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        response.GetTypedHeaders().Date = now;
        var modified = written.ToDateTimeOffset();
        return modified < now ? modified : now;
    }
}
