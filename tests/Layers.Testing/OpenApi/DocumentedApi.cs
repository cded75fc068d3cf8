using System.Text.Json.Nodes;
using Layers.Api.Composition;
using Layers.Api.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Testing.OpenApi;

/// <summary>What the server documents of itself: its operations, and what each may answer.</summary>
public sealed class DocumentedApi
{
    private static readonly Lazy<Task<DocumentedApi>> Made = new(() => Of(new Parts()));

    private DocumentedApi(JsonNode json)
    {
        Json = json;
        Schemas = new SchemaCheck(json);
        var operations = from path in json["paths"]!.AsObject()
                         from operation in path.Value!.AsObject()
                         select new DocumentedOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());
        Operations = [.. operations];
    }

    /// <summary>Made once for the whole process, of a server with the built-in parts.</summary>
    public static Task<DocumentedApi> Shared => Made.Value;

    public JsonNode Json { get; }

    public SchemaCheck Schemas { get; }

    public IReadOnlyList<DocumentedOperation> Operations { get; }

    /// <summary>The operations at an address; of several that fit, those with the fewest parameters.</summary>
    public IReadOnlyList<DocumentedOperation> At(string path)
    {
        var fitting = Operations.Where(operation => operation.Fits(path)).ToList();
        return [.. fitting.Where(operation => operation.ParametersInPath == fitting.Min(one => one.ParametersInPath))];
    }

    /// <summary>An answer of the operation, wherever it is written down; null when there is none with this status.</summary>
    public JsonObject? AnswerOf(DocumentedOperation operation, int status) =>
        operation.Json["responses"]?[status.ToString()] is JsonObject answer ? Followed(answer) : null;

    public JsonObject Followed(JsonObject node) => node["$ref"] is { } reference ? Schemas.Resolve((string)reference!) : node;

    /// <summary>Of a server with these parts that never starts.</summary>
    public static async Task<DocumentedApi> Of(Parts parts)
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere", parts);
        await using var app = LayersApp.Build(builder);
        return new DocumentedApi(JsonNode.Parse(await app.Services.GetRequiredService<ApiDocument>().Get(CancellationToken.None))!);
    }
}

public sealed record DocumentedOperation(string Method, string Path, JsonObject Json)
{
    private readonly string[] segments = Path.Trim('/').Split('/');

    public string Id => (string?)Json["operationId"] ?? "";

    public int ParametersInPath => segments.Count(IsParameter);

    /// <summary>Its last parameter may stand for more than one segment, where the document cannot say so.</summary>
    public bool Fits(string path)
    {
        var asked = path[1..].Split('/');
        if (asked is [.., _, ""])
            asked = asked[..^1];
        var reachesFurther = Path == "/media/{path}" && asked.Length > segments.Length;
        return (asked.Length == segments.Length || reachesFurther)
            && segments.Zip(asked).All(pair => IsParameter(pair.First) ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    public override string ToString() => $"{Method} {Path}";

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
