using System.Text.Json.Nodes;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

/// <summary>A body with one field changed.</summary>
/// <param name="Path">Of the field, as the server names it.</param>
public sealed record Trial(string Path, string What, bool IsAllowed, JsonNode Body);

/// <summary>For every field of a body: values at its documented limits, and beyond them.</summary>
public static class Trials
{
    public static IEnumerable<Trial> Of(DocumentedApi document, JsonObject schema, JsonNode body) => Of(document, schema, body, at: body, path: "");

    private static IEnumerable<Trial> Of(DocumentedApi document, JsonObject schema, JsonNode body, JsonNode at, string path)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        foreach (var (name, rule) in schema["properties"]!.AsObject())
        {
            var (field, of) = (path + name, document.Followed(rule!.AsObject()));
            foreach (var value in Values.Beyond(of))
                yield return With(field, $"= {Short(value)}", isAllowed: false, body, at, name, value);
            foreach (var value in Values.Within(of))
                yield return With(field, $"= {Short(value)}", isAllowed: true, body, at, name, value);
            if (of["type"] is { } type)
                yield return With(field, "= null", isAllowed: type.ToJsonString().Contains("null", StringComparison.Ordinal), body, at, name, value: null);
            if (Change(body, at, parent => parent.AsObject().Remove(name)) is var without)
                yield return new Trial(field, "left out", !required.Contains(name), without);
            foreach (var trial in Deeper(document, of, body, at[name], field))
                yield return trial;
        }
    }

    private static IEnumerable<Trial> Deeper(DocumentedApi document, JsonObject rule, JsonNode body, JsonNode? value, string field)
    {
        if (value is JsonArray { Count: > 0 } list && document.Followed(rule["items"]!.AsObject()) is var item && item.ContainsKey("properties"))
            return Of(document, item, body, list[0]!, $"{field}[0].");
        return value is JsonObject && rule["properties"] is not null ? Of(document, rule, body, value, $"{field}.") : [];
    }

    private static Trial With(string path, string what, bool isAllowed, JsonNode body, JsonNode at, string name, JsonNode? value) =>
        new(path, what, isAllowed, Change(body, at, parent => parent[name] = Filled(value, parent[name])));

    /// <summary>A list of so many is made of what is there.</summary>
    private static JsonNode? Filled(JsonNode? value, JsonNode? before) =>
        value is JsonArray list && before is JsonArray { Count: > 0 } items ? new JsonArray([.. list.Select(_ => items[0]!.DeepClone())]) : value?.DeepClone();

    private static JsonNode Change(JsonNode body, JsonNode at, Action<JsonNode> change)
    {
        var copy = body.DeepClone();
        var place = at.GetPath()[body.GetPath().Length..];
        change(place.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Aggregate(copy, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!));
        return copy;
    }

    private static string Short(JsonNode? value) => value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 40)] : "null";
}
