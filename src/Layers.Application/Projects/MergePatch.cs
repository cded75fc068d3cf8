using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Layers.Application.Projects;

/// <summary>Merges JSON objects by RFC 7396.</summary>
internal static class MergePatch
{
    // Text comes out as it came in: an é stays an é.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The target with the members of the patch: null removes a member, an object is merged into the one that is there, and anything else replaces it.
    /// A patch that changes nothing leaves the text of the target as it is.
    /// </summary>
    public static string Apply(string target, JsonElement patch)
    {
        var before = JsonNode.Parse(target)!.AsObject();
        var after = Merge(before.DeepClone().AsObject(), patch);
        return JsonNode.DeepEquals(before, after) ? target : after.ToJsonString(Plain);
    }

    private static JsonObject Merge(JsonObject target, JsonElement patch)
    {
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
                target.Remove(member.Name);
            else if (member.Value.ValueKind == JsonValueKind.Object)
                target[member.Name] = Merge(target[member.Name]?.DeepClone() as JsonObject ?? [], member.Value);
            else
                target[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return target;
    }
}
