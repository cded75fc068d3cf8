using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Layers.Domain;
using NodaTime;
using NodaTime.Text;

namespace Layers.Application;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Cursor? Next)
{
    /// <summary>Makes a page of what was read with one row more than the limit: that row only says that there is more.</summary>
    public static Page<T> Of(IReadOnlyList<T> rows, int limit, Func<T, Cursor> cursorOf) =>
        rows.Count <= limit ? new Page<T>(rows, Next: null) : new Page<T>([.. rows.Take(limit)], cursorOf(rows[limit - 1]));
}

public static class PageLimits
{
    public const int Default = 25;

    public const int Largest = 200;
}

/// <summary>
/// The keyset position after a row: (createdAt, id), descending. Its text is base64url JSON, opaque to callers.
/// </summary>
public sealed record Cursor(Instant CreatedAt, Guid Id)
{
    private const int LongestText = 256;

    public static bool TryParse(string text, out Cursor? cursor)
    {
        cursor = null;
        if (text.Length > LongestText || !Base64Url.IsValid(text))
            return false;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            cursor = Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter for text that is no UTF-8, or half a surrogate pair.
        {
            return false;
        }

        return cursor is not null;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"createdAt":"{{InstantPattern.ExtendedIso.Format(CreatedAt)}}","id":"{{Id:D}}"}"""));

    private static Cursor? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !json.TryGetProperty("createdAt", out var createdAt) || createdAt.ValueKind != JsonValueKind.String
            || !json.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            return null;
        return Timestamp.TryParse(createdAt.GetString(), out var instant) && Guid.TryParseExact(id.GetString(), "D", out var guid)
            ? new Cursor(instant, guid)
            : null;
    }
}

/// <summary>Instants as callers write them: ISO 8601 in UTC with <c>Z</c>, and nothing else.</summary>
public static class Timestamp
{
    // PostgreSQL keeps years 1 to 9999 as callers write them; nothing outside is a sensible filter.
    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 1, 0, 0);

    public static bool TryParse(string? text, out Instant instant)
    {
        instant = default;
        if (text is null || InstantPattern.ExtendedIso.Parse(text) is not { Success: true } parsed || parsed.Value < Earliest)
            return false;
        instant = parsed.Value;
        return true;
    }

    /// <summary>Only for text that was found valid; cut to milliseconds, as all that is kept.</summary>
    public static Instant Parse(string text) => InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow().CutToMilliseconds();
}
