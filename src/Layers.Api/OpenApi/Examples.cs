using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Layers.Api.Http;
using Layers.Application.Seams;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>
/// The examples of the document, kept as JSON files in <c>Examples/</c>: one for each wire type, by the name of its schema, and one for each operation or event that has
/// something of its own to show: <c>request</c>, or a status; <c>data</c>. Every assembly with controllers may embed some; a file of the same name adds its examples to those
/// that are there.
/// </summary>
internal sealed partial class Examples(LayersBuilder layers)
{
    private readonly Dictionary<string, JsonObject> files = Read(layers.ControllerAssemblies);

    public Dictionary<string, IOpenApiExample> OfType(Type type)
    {
        if (!type.IsGenericType)
            return Named(FileOf(type));
        var items = Values(type.GetGenericArguments()[0]).Take(1).ToArray();
        return items.Length == 0 ? []
            : type.GetGenericTypeDefinition() == typeof(PageResponse<>)
                ? Named(new JsonObject { ["page"] = new JsonObject { ["items"] = new JsonArray(items), ["nextCursor"] = null } })
                : Named(new JsonObject { ["list"] = new JsonArray(items) });
    }

    public JsonNode? OfEvent(string type, Type data) => Own(type, "data")?.DeepClone() ?? Values(data).FirstOrDefault();

    public Dictionary<string, IOpenApiExample> OfRequest(string operationId, Type type) =>
        Named(Own(operationId, "request")) is { Count: > 0 } own ? own : OfType(type);

    public Dictionary<string, IOpenApiExample> OfAnswer(string operationId, int status, Type type) =>
        Named(Own(operationId, status.ToString())) is { Count: > 0 } own ? own : OfType(type);

    public Dictionary<string, IOpenApiExample> OfRefusal(string operationId, int status) => Named(Own(operationId, status.ToString()));

    private JsonObject? Own(string name, string part) => files.GetValueOrDefault(name)?[part]?.AsObject();

    private JsonObject? FileOf(Type type) => SchemaNames.Of(type) is { } name ? files.GetValueOrDefault(name) : null;

    private IEnumerable<JsonNode?> Values(Type type) => FileOf(type)?.Select(example => example.Value?.DeepClone()) ?? [];

    private static Dictionary<string, IOpenApiExample> Named(JsonObject? examples) =>
        (examples ?? []).ToDictionary(example => example.Key, IOpenApiExample (example) => new OpenApiExample { Value = example.Value!.DeepClone() });

    private static Dictionary<string, JsonObject> Read(IEnumerable<Assembly> assemblies)
    {
        var files = new Dictionary<string, JsonObject>();
        foreach (var (name, file) in assemblies.SelectMany(ReadAll))
        {
            if (!files.TryAdd(name, file))
                Add(file, to: files[name]);
        }

        return files;
    }

    private static IEnumerable<(string Name, JsonObject File)> ReadAll(Assembly assembly) =>
        from resource in assembly.GetManifestResourceNames()
        let name = FileName().Match(resource)
        where name.Success
        select (name.Groups["name"].Value, Parse(assembly, resource));

    private static JsonObject Parse(Assembly assembly, string resource)
    {
        using var file = assembly.GetManifestResourceStream(resource)!;
        return JsonNode.Parse(file)!.AsObject();
    }

    /// <summary>What is there under the same name stays.</summary>
    private static void Add(JsonObject more, JsonObject to)
    {
        foreach (var (name, value) in more)
        {
            if (to[name] is null)
                to[name] = value?.DeepClone();
            else if (to[name] is JsonObject there && value is JsonObject inner)
                Add(inner, there);
        }
    }

    [GeneratedRegex(@"(^|\.)Examples\.(?<name>[A-Za-z0-9]+)\.json\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex FileName();
}
