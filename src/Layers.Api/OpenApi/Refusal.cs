using System.Text.Json.Nodes;

namespace Layers.Api.OpenApi;

/// <summary>A way in which an operation may be refused, as an example of the one error envelope.</summary>
/// <param name="Name">Of the example.</param>
/// <param name="When">One clause for a person.</param>
/// <param name="Topic">What the message speaks of, where operations differ in it.</param>
internal sealed record Refusal(int Status, string Code, string Name, string When, string Message, object? Details = null, string Topic = "")
{
    public const string ExampleRequestId = "req_01JS3ZKQ4N8R2V6X0A5C7E9G1H";

    /// <summary>Refusals of the same title are alike.</summary>
    public string Title =>
        string.Concat($"{Name}:{Topic}".Split([':', ' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public JsonNode Envelope()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message, ["requestId"] = ExampleRequestId };
        if (Details is not null)
            error["details"] = System.Text.Json.JsonSerializer.SerializeToNode(Details);
        return new JsonObject { ["error"] = error };
    }
}
