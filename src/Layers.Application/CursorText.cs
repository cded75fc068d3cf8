using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Layers.Application;

/// <summary>The text of cursors: base64url JSON, opaque to callers.</summary>
internal static class CursorText
{
    private const int LongestText = 512;

    public static string Write(JsonObject position, ListKey? list)
    {
        if (list is not null)
            (position["list"], position["of"]) = (list.Name, list.Of.ToString("D"));
        return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position));
    }

    /// <summary>Reads a cursor of ours; null for everything else.</summary>
    /// <param name="text">As it came in a query.</param>
    /// <param name="read">Makes the cursor of its JSON and the list that it names; null when the JSON is not its own.</param>
    public static T? Read<T>(string text, Func<JsonElement, ListKey?, T?> read)
        where T : class
    {
        if (text.Length > LongestText || !Base64Url.IsValid(text) || text.Any(char.IsWhiteSpace))
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(text));
            return json.RootElement.ValueKind == JsonValueKind.Object && TryReadList(json.RootElement, out var list) ? read(json.RootElement, list) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter for text that is no UTF-8, or half a surrogate pair.
        {
            return null;
        }
    }

    public static bool TryReadId(JsonElement json, string name, out Guid id)
    {
        // By itself the parser would also take blanks around the id.
        const int length = 36;
        id = Guid.Empty;
        return json.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String
            && property.GetString() is { Length: length } text && Guid.TryParseExact(text, "D", out id);
    }

    // Cursors that an older version handed out name no list, and may be kept for long.
    private static bool TryReadList(JsonElement json, out ListKey? list)
    {
        list = null;
        var isNamed = json.TryGetProperty("list", out var name);
        if (!isNamed && !json.TryGetProperty("of", out _))
            return true;
        if (!isNamed || name.ValueKind != JsonValueKind.String || !TryReadId(json, "of", out var id))
            return false;
        list = new ListKey(name.GetString()!, id);
        return true;
    }
}
