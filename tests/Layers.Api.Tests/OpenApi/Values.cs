using System.Text.Json.Nodes;

namespace Layers.Api.Tests.OpenApi;

/// <summary>Values on both sides of what a schema allows.</summary>
public static class Values
{
    public static IEnumerable<JsonNode> Beyond(JsonObject rule)
    {
        if (rule["maxLength"] is { } most)
            yield return new string('x', (int)most + 1);
        if (rule["minLength"] is not null)
            yield return "";
        if (rule["maximum"] is { } maximum)
            yield return (long)maximum + 1;
        if (rule["minimum"] is { } minimum)
            yield return (long)minimum - 1;
        if (rule["maxItems"] is { } count)
            yield return new JsonArray([.. Enumerable.Repeat(0, (int)count + 1).Select(_ => (JsonNode)new JsonObject())]);
        if (rule["minItems"] is not null)
            yield return new JsonArray();
        if (new[] { "enum", "format", "pattern" }.Any(form => (rule[form] ?? rule["items"]?[form]) is not null))
            yield return "zul7";
    }

    public static IEnumerable<JsonNode> Within(JsonObject rule)
    {
        if (rule["maxLength"] is { } most && rule["format"] is null)
            yield return new string('x', (int)most);
        if (rule["maximum"] is { } maximum)
            yield return (long)maximum;
        if (rule["minimum"] is { } minimum)
            yield return (long)minimum;
        if (rule["maxItems"] is { } count)
            yield return new JsonArray([.. Enumerable.Repeat(0, (int)count).Select(_ => (JsonNode)new JsonObject())]);
        foreach (var word in (rule["enum"]?.AsArray() ?? []).Where(word => word is not null))
            yield return word!;
    }
}
