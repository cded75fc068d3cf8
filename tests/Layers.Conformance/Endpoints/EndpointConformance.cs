using System.Text.Json;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Conformance.Endpoints;

/// <summary>
/// What callers rely on in every endpoint. Inherit it, give it a fixture whose server has the endpoint, and make a valid call. Every response is compared with
/// the document, and one that is not documented fails the test.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="operationId">As the action's <c>[Operation]</c> says it.</param>
public abstract partial class EndpointConformance(ApiFixture api, string operationId)
{
    private const string SomeScope = "projects:read";

    protected ApiFixture Api { get; } = api;

    /// <summary>Makes in that organization what a valid call needs. It changes something each time, when the endpoint writes.</summary>
    protected abstract Task<EndpointCall> Arrange(Given given);

    private async Task<OperationInDocument> Operation()
    {
        var document = await Api.Client.GetJson("/openapi/v1.json");
        return OperationInDocument.Find(document.Json, operationId);
    }

    private async Task<Answer> Send(HttpClient client, EndpointCall call, params (string Name, string Value)[] headers)
    {
        var operation = await Operation();
        return await Send(client, operation, operation.PathOf(call.Ids), BodyOf(call), headers);
    }

    private static async Task<Answer> Send(HttpClient client, OperationInDocument operation, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await client.Call(operation.Method, path, content, headers);
    }

    private static string? BodyOf(EndpointCall call) => call.Body is null ? null : JsonSerializer.Serialize(call.Body);

    /// <summary>Sends the valid call's body with other values in those fields.</summary>
    private async Task<Answer> SendWith(IReadOnlyDictionary<string, JsonNode> fields)
    {
        var operation = await Operation();
        var call = await Arrange(Api.Given);
        var body = JsonNode.Parse(BodyOf(call) ?? "{}")!.AsObject();
        foreach (var (name, value) in fields)
            body[name] = value.DeepClone();
        return await Send(Api.Client, operation, operation.PathOf(call.Ids), body.ToJsonString());
    }

    /// <summary>The error without what differs from request to request.</summary>
    private static string WithoutRequestId(Answer answer)
    {
        var error = answer.Json;
        error["error"]!.AsObject().Remove("requestId");
        return error.ToJsonString();
    }

    private static string Unknown(string id) => $"{id[..^12]}{Guid.NewGuid().ToString("N")[..12]}";
}
