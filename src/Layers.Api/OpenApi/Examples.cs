using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Layers.Api.Http;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>
/// The examples of the document, kept as JSON files in <c>Examples/</c>: one for each wire type, by the name of its schema, and one for each operation or event that has
/// something of its own to show: <c>request</c>, or a status; <c>data</c>.
/// </summary>
internal static class Examples
{
    private static readonly FrozenDictionary<string, JsonObject> Files = Read();

    public static Dictionary<string, IOpenApiExample> OfType(Type type)
    {
        if (!type.IsGenericType)
            return Named(FileOf(type));
        var items = Values(type.GetGenericArguments()[0]).Take(1).ToArray();
        return items.Length == 0 ? []
            : type.GetGenericTypeDefinition() == typeof(PageResponse<>)
                ? Named(new JsonObject { ["page"] = new JsonObject { ["items"] = new JsonArray(items), ["nextCursor"] = null } })
                : Named(new JsonObject { ["list"] = new JsonArray(items) });
    }

    public static JsonNode? OfEvent(string type, Type data) => Own(type, "data")?.DeepClone() ?? Values(data).FirstOrDefault();

    public static Dictionary<string, IOpenApiExample> OfRequest(string operationId, Type type) =>
        Named(Own(operationId, "request")) is { Count: > 0 } own ? own : OfType(type);

    public static Dictionary<string, IOpenApiExample> OfAnswer(string operationId, int status, Type type) =>
        Named(Own(operationId, status.ToString())) is { Count: > 0 } own ? own : OfType(type);

    public static Dictionary<string, IOpenApiExample> OfRefusal(string operationId, int status) => Named(Own(operationId, status.ToString()));

    private static JsonObject? Own(string name, string part) => Files.GetValueOrDefault(name)?[part]?.AsObject();

    private static JsonObject? FileOf(Type type) => SchemaNames.Of(type) is { } name ? Files.GetValueOrDefault(name) : null;

    private static IEnumerable<JsonNode?> Values(Type type) => FileOf(type)?.Select(example => example.Value?.DeepClone()) ?? [];

    private static Dictionary<string, IOpenApiExample> Named(JsonObject? examples) =>
        (examples ?? []).ToDictionary(example => example.Key, IOpenApiExample (example) => new OpenApiExample { Value = example.Value!.DeepClone() });

    private static FrozenDictionary<string, JsonObject> Read()
    {
        var assembly = typeof(Examples).Assembly;
        const string folder = "Examples.";
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[folder.Length..^".json".Length],
            name =>
            {
                using var file = assembly.GetManifestResourceStream(name)!;
                return JsonNode.Parse(file)!.AsObject();
            });
    }
}
