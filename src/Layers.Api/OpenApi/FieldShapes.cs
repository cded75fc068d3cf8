using Layers.Application.Seams;
using System.Text.Json.Nodes;
using Layers.Domain;
using Layers.Domain.Approval;
using Microsoft.OpenApi;
using NodaTime;

namespace Layers.Api.OpenApi;

/// <summary>What ids, words and instants look like in a schema.</summary>
internal static class FieldShapes
{
    private const string Uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private const string UuidInAnyCase = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    private const string Duration = @"^P(?=.)(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$";

    /// <summary>The shape of a type that is text in JSON: an instant, a review window, an id, a word.</summary>
    public static Action<OpenApiSchema>? Of(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        Action<OpenApiSchema>? shape =
            inner == typeof(Instant) ? Timestamp
            : inner == typeof(ReviewWindow) ? Period
            : inner.IsEnum ? schema => Words(schema, WordsOf(inner))
            : PrefixOf(inner) is { } prefix ? schema => Id(schema, prefix, taken: false)
            : null;
        return shape is null ? null : schema =>
        {
            schema.Type = JsonSchemaType.String | (inner == type ? default : JsonSchemaType.Null);
            shape(schema);
        };
    }

    /// <summary>The same for a list of them, whose items the framework leaves out.</summary>
    public static Action<OpenApiSchema>? OfItems(Type type)
    {
        var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
        return item is null || Of(item) is not { } shape ? null : schema =>
        {
            var items = new OpenApiSchema();
            shape(items);
            schema.Items = items;
        };
    }

    /// <summary>What attributes say of a field.</summary>
    public static void Add(IReadOnlyCollection<Attribute> details, OpenApiSchema schema, KnownWords words)
    {
        foreach (var detail in details.OfType<IFieldDetail>())
            detail.AddTo(schema);
        foreach (var some in details.OfType<OneOfAttribute>())
            Words(schema, some.Words);
        foreach (var types in details.OfType<EventTypeAttribute>())
            Words(schema, types.WordsOf(words.Events));
        if (details.OfType<GateReasonsAttribute>().Any())
            Words(schema, words.GateReasons);
    }

    public static void Words(OpenApiSchema schema, IEnumerable<string> words)
    {
        var told = Told(schema);
        told.Enum = [.. words.Select(word => (JsonNode)word)];
        if (told.Type?.HasFlag(JsonSchemaType.Null) == true)
            told.Enum.Add(JsonNullSentinel.JsonNull);
    }

    public static void Form(OpenApiSchema schema, string pattern) => Told(schema).Pattern = pattern;

    public static void Id(OpenApiSchema schema, string prefix, bool taken) =>
        Told(schema).Pattern = taken ? $"^({prefix})?{UuidInAnyCase}$" : $"^{prefix}{Uuid}$";

    public static void Timestamp(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String | ((schema.Type ?? default) & JsonSchemaType.Null);
        (schema.Format, schema.Pattern) = ("date-time", "Z$");
    }

    public static void Period(OpenApiSchema schema) => schema.Pattern = Duration;

    public static string? PrefixOf(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))
            ? (string?)type.GetProperty(nameof(IId<ProjectId>.Prefix))!.GetValue(null)
            : null;

    /// <summary>Of a list, what is said holds of its items.</summary>
    private static OpenApiSchema Told(OpenApiSchema schema) => schema.Items as OpenApiSchema ?? schema;

    private static IReadOnlyList<string> WordsOf(Type type) =>
        (IReadOnlyList<string>)typeof(Words).GetMethod(nameof(Domain.Words.All))!.MakeGenericMethod(type).Invoke(null, null)!;
}
