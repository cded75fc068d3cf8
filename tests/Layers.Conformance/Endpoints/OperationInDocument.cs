using System.Text.Json.Nodes;

namespace Layers.Conformance.Endpoints;

/// <summary>What the document says of an operation.</summary>
internal sealed record OperationInDocument(JsonNode Document, string Path, HttpMethod Method, JsonObject Json)
{
    public string? Scope => (string?)Json["x-required-scope"];

    public string? Summary => (string?)Json["summary"];

    public bool Writes => Method != HttpMethod.Get;

    public bool HasIds => Path.Contains('{', StringComparison.Ordinal);

    public IReadOnlyList<string> Statuses => [.. Json["responses"]!.AsObject().Select(response => response.Key)];

    /// <summary>The fields of the body, each with its schema; empty when it takes none.</summary>
    public IReadOnlyDictionary<string, JsonObject> Fields =>
        Json["requestBody"]?["content"]?["application/json"]?["schema"] is JsonObject schema && Followed(schema)["properties"] is JsonObject fields
            ? fields.ToDictionary(named => named.Key, named => Followed(named.Value!.AsObject()))
            : new Dictionary<string, JsonObject>();

    public static OperationInDocument Find(JsonNode document, string operationId)
    {
        var found = from path in document["paths"]!.AsObject()
                    from operation in path.Value!.AsObject()
                    where (string?)operation.Value!["operationId"] == operationId
                    select new OperationInDocument(document, path.Key, new HttpMethod(operation.Key.ToUpperInvariant()), operation.Value!.AsObject());
        return found.SingleOrDefault() ?? throw new InvalidOperationException($"The document has no operation \"{operationId}\": give the action [Operation(\"{operationId}\")].");
    }

    public string PathOf(IReadOnlyList<string> ids)
    {
        var next = 0;
        return string.Join('/', Path.Split('/').Select(segment => segment.StartsWith('{') ? ids[next++] : segment));
    }

    public bool Takes(string place, string name) => Parameters(place).Any(parameter => ((string?)parameter["name"])!.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<JsonObject> Parameters(string place) =>
        (Json["parameters"]?.AsArray() ?? []).Select(parameter => Followed(parameter!.AsObject())).Where(parameter => (string?)parameter["in"] == place);

    private JsonObject Followed(JsonObject node) => (string?)node["$ref"] is { } reference
        ? reference[2..].Split('/').Aggregate(Document, (at, name) => at[name]!).AsObject()
        : node;
}
