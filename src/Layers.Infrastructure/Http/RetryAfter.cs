using NodaTime;

namespace Layers.Infrastructure.Http;

/// <summary>How long the other side asks to wait.</summary>
public static class RetryAfter
{
    /// <summary>Null when the response does not say; negative when it names a time that has passed.</summary>
    public static Duration? In(HttpResponseMessage answer, IClock clock) =>
        answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => Duration.FromTimeSpan(delta),
            { Date: { } date } => Instant.FromDateTimeOffset(date) - clock.GetCurrentInstant(),
            _ => null,
        };
}
