using System.Text.Json.Nodes;
using Layers.Api.Tests.Http;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

/// <summary>An operation of the document on a state in which it succeeds.</summary>
public sealed class OperationScene
{
    private readonly DocumentedOperation operation;
    private readonly Given given;
    private readonly string path;
    private readonly JsonNode? body;

    private OperationScene(DocumentedOperation operation, Given given, string path, JsonNode? body) =>
        (this.operation, this.given, this.path, this.body) = (operation, given, path, body);

    public static async Task<OperationScene> For(DocumentedOperation operation, Given given)
    {
        if (operation.Method == "GET")
            return new OperationScene(operation, given, await ReadablePath(operation, given) + QueryOf(operation), body: null);
        var scene = await Scene.Of(operation.ToString(), given);
        return new OperationScene(operation, given, scene.Path, scene.Body is null ? null : JsonNode.Parse(scene.Body));
    }

    /// <summary>The bodies that the document shows; one without any for an operation that takes none.</summary>
    public static IReadOnlyList<JsonNode?> BodiesOf(DocumentedOperation operation) =>
        operation.Json["requestBody"]?["content"]?["application/json"]?["examples"] is JsonObject examples
            ? [.. examples.Select(example => example.Value!["value"]!.DeepClone())]
            : [null];

    public Task<Answer> Send(JsonNode? sent) =>
        given.Client.Call(new HttpMethod(operation.Method), path, sent is null ? null : Endpoint.Json(sent.ToJsonString()));

    /// <summary>The same without a body, by another method.</summary>
    public Task<Answer> SendBy(HttpMethod method, params (string Name, string Value)[] headers) => given.Client.Call(method, path, content: null, headers);

    public Task<Answer> SendQuery(string query) => given.Client.GetJson($"{path.Split('?')[0]}?{query}");

    /// <summary>The same body, about an account that is there.</summary>
    public JsonNode? WithIdsOfTheScene(JsonNode? sent)
    {
        Put("targets", "socialAccountId");
        Put("decisions", "id");
        return sent;

        void Put(string list, string id)
        {
            foreach (var one in (sent?[list] as JsonArray ?? []).OfType<JsonObject>().Where(one => one.ContainsKey(id)))
                one[id] = body![list]![0]![id]!.DeepClone();
        }
    }

    private static async Task<string> ReadablePath(DocumentedOperation operation, Given given)
    {
        var address = operation.Path;
        if (!address.Contains('{', StringComparison.Ordinal))
            return address;
        if (address.Contains("{webhookEndpointId}", StringComparison.Ordinal))
            return address.Replace("{webhookEndpointId}", (await given.WebhookTest()).Endpoint, StringComparison.Ordinal);
        if (address.Contains("{apiKeyId}", StringComparison.Ordinal))
            return address.Replace("{apiKeyId}", given.Key.Key.Id.ToString(), StringComparison.Ordinal);
        var project = await given.GatedProject();
        address = address.Replace("{projectId}", project, StringComparison.Ordinal);
        if (address.Contains("{containerId}", StringComparison.Ordinal))
            return address.Replace("{containerId}", await given.Pending(project), StringComparison.Ordinal);
        return address.Contains("{scheduledPostId}", StringComparison.Ordinal)
            ? address.Replace("{scheduledPostId}", await given.Scheduled(await given.Project()), StringComparison.Ordinal)
            : address;
    }

    private static string QueryOf(DocumentedOperation operation)
    {
        var examples = from parameter in operation.Json["parameters"]?.AsArray() ?? []
                       where (string?)parameter!["in"] == "query" && parameter["schema"]!["examples"] is not null
                       let example = parameter["schema"]!["examples"]![0]!
                       select $"{parameter["name"]}={Uri.EscapeDataString((example is JsonArray list ? list[0]! : example).ToString())}";
        var query = string.Join('&', examples);
        return query.Length == 0 ? "" : $"?{query}";
    }
}
