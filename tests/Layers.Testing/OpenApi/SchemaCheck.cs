using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace Layers.Testing.OpenApi;

/// <summary>
/// Holds JSON against a schema of the document. It knows the keywords that the document uses, and throws at any other, so that none is ever
/// passed over.
/// </summary>
public sealed class SchemaCheck(JsonNode document)
{
    private static readonly HashSet<string> Remarks = ["description", "default", "examples", "title", "discriminator"];

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    /// <summary>What is wrong with the value, each with its place; nothing when it fits.</summary>
    public IReadOnlyList<string> FaultsOf(JsonNode schema, JsonNode? value) => [.. Check(schema.AsObject(), value, "$")];

    private IEnumerable<string> Check(JsonObject schema, JsonNode? value, string place) =>
        schema.Where(rule => !Remarks.Contains(rule.Key)).SelectMany(rule => Check(rule.Key, rule.Value!, schema, value, place));

    private IEnumerable<string> Check(string keyword, JsonNode rule, JsonObject schema, JsonNode? value, string place) =>
        keyword switch
        {
            "$ref" => Check(Resolve((string)rule!), value, place),
            "allOf" => rule.AsArray().SelectMany(one => Check(one!.AsObject(), value, place)),
            "oneOf" => CheckOneOf(rule.AsArray(), value, place),
            "type" => IsOfType(rule, value) ? [] : [$"{place} is {KindOf(value)}, not {rule.ToJsonString()}"],
            "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{place} is {Shown(value)}, none of {rule.ToJsonString()}"],
            "const" => JsonNode.DeepEquals(rule, value) ? [] : [$"{place} is {Shown(value)}, not {rule.ToJsonString()}"],
            "required" => value is JsonObject o ? rule.AsArray().Where(name => !o.ContainsKey((string)name!)).Select(name => $"{place}.{name} is missing") : [],
            "properties" => value is JsonObject o ? CheckProperties(rule.AsObject(), o, place) : [],
            "additionalProperties" => value is JsonObject o ? CheckOthers(rule, schema, o, place) : [],
            "items" => value is JsonArray list ? list.SelectMany((item, index) => Check(rule.AsObject(), item, $"{place}[{index}]")) : [],
            _ => CheckSize(keyword, rule, value, place),
        };

    private IEnumerable<string> CheckProperties(JsonObject rules, JsonObject value, string place) =>
        rules.Where(rule => value.ContainsKey(rule.Key)).SelectMany(rule => Check(rule.Value!.AsObject(), value[rule.Key], $"{place}.{rule.Key}"));

    private IEnumerable<string> CheckOneOf(JsonArray choices, JsonNode? value, string place)
    {
        var faults = choices.Select(choice => Check(choice!.AsObject(), value, place).ToList()).ToList();
        var fitting = faults.Count(found => found.Count == 0);
        if (fitting == 1)
            return [];
        return fitting > 1
            ? [$"{place} fits {fitting} shapes at once"]
            : [$"{place} fits none of its shapes; the nearest: {string.Join(", ", faults.MinBy(found => found.Count)!)}"];
    }

    private IEnumerable<string> CheckOthers(JsonNode rule, JsonObject schema, JsonObject value, string place)
    {
        var known = schema["properties"]?.AsObject();
        var others = value.Where(property => known?.ContainsKey(property.Key) != true);
        return rule is JsonObject shape
            ? others.SelectMany(other => Check(shape, other.Value, $"{place}.{other.Key}"))
            : others.Where(_ => !(bool)rule).Select(other => $"{place}.{other.Key} is not documented");
    }

    private static IEnumerable<string> CheckSize(string keyword, JsonNode rule, JsonNode? value, string place)
    {
        var fits = keyword switch
        {
            "pattern" => TextOf(value) is not { } text || Patterns.GetOrAdd((string)rule!, Compile).IsMatch(text),
            "format" => TextOf(value) is not { } text || (string)rule! != "date-time" || InstantPattern.ExtendedIso.Parse(text).Success,
            "minLength" => TextOf(value) is not { } text || text.EnumerateRunes().Count() >= (int)rule,
            "maxLength" => TextOf(value) is not { } text || text.EnumerateRunes().Count() <= (int)rule,
            "minimum" => NumberOf(value) is not { } number || number >= NumberOf(rule),
            "maximum" => NumberOf(value) is not { } number || number <= NumberOf(rule),
            "minItems" => value is not JsonArray list || list.Count >= (int)rule,
            "maxItems" => value is not JsonArray list || list.Count <= (int)rule,
            _ => throw new NotSupportedException($"The document uses {keyword}, which nobody checks."),
        };
        return fits ? [] : [$"{place} is {Shown(value)}, against {keyword} {rule.ToJsonString()}"];
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    public JsonObject Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => node[name] ?? throw new KeyNotFoundException(reference)).AsObject();

    private static bool IsOfType(JsonNode rule, JsonNode? value) =>
        rule is JsonArray types
            ? types.Any(type => IsOfType(type!, value))
            : KindOf(value) == (string)rule! || ((string)rule! == "number" && KindOf(value) == "integer");

    private static string KindOf(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonObject => "object",
            JsonArray => "array",
            _ => value.GetValueKind() switch
            {
                JsonValueKind.String => "string",
                JsonValueKind.Number => NumberOf(value) % 1 == 0 ? "integer" : "number",
                _ => "boolean",
            },
        };

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? (string?)value : null;

    private static decimal? NumberOf(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";
}
