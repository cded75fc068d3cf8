using System.Text.Json.Nodes;
using Layers.Api.Http;
using Layers.Domain;

namespace Layers.Api.OpenApi;

/// <summary>All refusals with their examples, from <c>Refusals.json</c>. Where an operation has an example of its own, that one is shown.</summary>
internal static class KnownRefusals
{
    private static readonly JsonObject All = Read();

    /// <param name="name">As in the file.</param>
    /// <param name="topic">What the message speaks of, where operations differ in it.</param>
    public static Refusal Of(string name, string topic = "")
    {
        var entry = All[name]?.DeepClone().AsObject() ?? throw new InvalidOperationException($"Refusals.json needs an entry {name}.");
        var (status, code) = (string?)entry["kind"] is { } kind ? AnswerTo(Enum.Parse<ErrorKind>(kind)) : ((int)entry["status"]!, (string)entry["code"]!);
        string About(string text) => text.Replace("{topic}", topic, StringComparison.Ordinal);
        var details = entry["details"] is { } shown ? JsonNode.Parse(About(shown.ToJsonString())) : null;
        return new Refusal(status, code, (string?)entry["name"] ?? name, About((string)entry["when"]!), About((string)entry["message"]!), details, topic);
    }

    /// <summary>What an action may name in its <see cref="RefusesAttribute"/>.</summary>
    public static Refusal Of(ErrorKind kind) => Of($"of{kind}");

    public static Refusal Fault(int status, Issue issue) =>
        Of("fault", issue.Message) with { Status = status, Topic = issue.Path, Details = new { issues = new[] { new { path = issue.Path, message = issue.Message } } } };

    private static (int Status, string Code) AnswerTo(ErrorKind kind)
    {
        var answer = ErrorResponses.Of(kind, message: "", details: null);
        return (answer.Status, answer.Code);
    }

    private static JsonObject Read()
    {
        using var file = typeof(KnownRefusals).Assembly.GetManifestResourceStream("Refusals.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
