using System.Text.Json;
using System.Text.Json.Nodes;

namespace Layers.Application.Events;

/// <summary>The position up to which a consumer has read.</summary>
/// <param name="Position">From 0, before the first event.</param>
/// <param name="List">The feed; null in cursors of older versions, which every feed takes.</param>
public sealed record EventCursor(long Position, ListKey? List = null)
{
    public static bool TryParse(string text, out EventCursor? cursor)
    {
        cursor = CursorText.Read(text, Read);
        return cursor is not null;
    }

    public bool IsOf(ListKey list) => List is null || List == list;

    public override string ToString() => CursorText.Write(new JsonObject { ["position"] = Position }, List);

    private static EventCursor? Read(JsonElement json, ListKey? list) =>
        json.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Number && position.TryGetInt64(out var value) && value >= 0
            ? new EventCursor(value, list)
            : null;
}
