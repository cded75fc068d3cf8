using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Layers.Application;

/// <summary>The keyset position after a row of a list: (createdAt, id), descending.</summary>
/// <param name="CreatedAt">What leads the list's order.</param>
/// <param name="Id">What decides among equals.</param>
/// <param name="List">The list that the row is of; null in cursors of older versions, which every list takes.</param>
public sealed record Cursor(Instant CreatedAt, Guid Id, ListKey? List = null)
{
    public static bool TryParse(string text, out Cursor? cursor)
    {
        cursor = CursorText.Read(text, Read);
        return cursor is not null;
    }

    public bool IsOf(ListKey list) => List is null || List == list;

    public override string ToString() =>
        CursorText.Write(new JsonObject { ["createdAt"] = InstantPattern.ExtendedIso.Format(CreatedAt), ["id"] = Id.ToString("D") }, List);

    private static Cursor? Read(JsonElement json, ListKey? list)
    {
        if (!json.TryGetProperty("createdAt", out var createdAt) || createdAt.ValueKind != JsonValueKind.String)
            return null;
        return Timestamp.TryParse(createdAt.GetString(), out var instant) && CursorText.TryReadId(json, "id", out var id) ? new Cursor(instant, id, list) : null;
    }
}
