using System.Buffers;
using Layers.Domain;
using NodaTime;
using NodaTime.Text;

namespace Layers.Application;

/// <summary>Instants as callers write them: ISO 8601 in UTC with <c>Z</c>, and nothing else.</summary>
public static class Timestamp
{
    /// <summary>What a text must be that is not a timestamp.</summary>
    public const string Fault = "must be an ISO 8601 timestamp in UTC, ending in Z";

    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789-:.TZ");

    // PostgreSQL keeps years 1 to 9999 as callers write them; nothing outside is a sensible filter.
    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 1, 0, 0);

    /// <returns>False for an hour of 24 and a second of 60 too: neither is an instant of its own.</returns>
    public static bool TryParse(string? text, out Instant instant)
    {
        // By itself the pattern would read a text up to U+0000, take 24:00 for the next day, and a comma for the point.
        instant = default;
        if (text.AsSpan().ContainsAnyExcept(Letters) || text?.Contains("T24", StringComparison.Ordinal) != false)
            return false;
        if (InstantPattern.ExtendedIso.Parse(text) is not { Success: true } parsed || parsed.Value < Earliest)
            return false;
        instant = parsed.Value;
        return true;
    }

    /// <summary>Only for text that was found valid; cut to milliseconds, as everything that is kept.</summary>
    public static Instant Parse(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow().CutToMilliseconds();
}
