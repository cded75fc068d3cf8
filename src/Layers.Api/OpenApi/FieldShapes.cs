using System.Text.Json.Nodes;
using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Approval;
using Microsoft.OpenApi;
using NodaTime;

namespace Layers.Api.OpenApi;

/// <summary>Writes into a schema what a field takes or holds.</summary>
internal static class FieldShapes
{
    private const string Uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private const string UuidInAnyCase = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    /// <summary>The shape of a type that is text in JSON: an instant, a review window, an id, a word.</summary>
    public static FieldShape? Of(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner == typeof(Instant) ? Rules.Timestamp.Shape
            : inner == typeof(ReviewWindow) ? Rules.Period.Shape
            : inner.IsEnum ? new FieldShape { Words = WordsOf(inner) }
            : PrefixOf(inner) is { } prefix ? new FieldShape { IdPrefix = prefix }
            : null;
    }

    public static string? PrefixOf(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))
            ? (string?)type.GetProperty(nameof(IId<ProjectId>.Prefix))!.GetValue(null)
            : null;

    /// <summary>Writes the shape of a type that is text in JSON, or of the items of a list of it, which the framework leaves out.</summary>
    public static void Add(Type type, OpenApiSchema schema)
    {
        var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
        if (Of(type) is { } text)
        {
            schema.Type = JsonSchemaType.String | (Nullable.GetUnderlyingType(type) is null ? default : JsonSchemaType.Null);
            Add(text, schema);
        }
        else if (item is not null && Of(item) is not null)
        {
            var items = new OpenApiSchema();
            Add(item, items);
            schema.Items = items;
        }
    }

    /// <summary>What is said of a single value holds for each item of a list, and the other way round.</summary>
    public static FieldShape Fit(FieldShape shape, OpenApiSchema schema) =>
        (shape.Items, schema.Items) switch
        {
            (null, not null) => new FieldShape { Items = shape },
            ({ } item, null) => item,
            _ => shape,
        };

    /// <param name="isTaken">Whether callers send it. An id that we send has its prefix; what we take may be the bare UUID too.</param>
    public static void Add(FieldShape shape, OpenApiSchema schema, bool isTaken = false)
    {
        if (shape.Minimum is not null || shape.Maximum is not null)
            AddBounds(shape, schema);
        if (shape.Words is { } words)
            schema.Enum = [.. words.Select(word => (JsonNode)word), .. schema.Type?.HasFlag(JsonSchemaType.Null) == true ? [JsonNullSentinel.JsonNull] : (JsonNode[])[]];
        schema.MinLength = shape.MinLength ?? schema.MinLength;
        schema.MaxLength = shape.MaxLength ?? schema.MaxLength;
        schema.Format = shape.Format ?? schema.Format;
        schema.Pattern = (shape.IdPrefix is { } prefix ? PatternOf(prefix, isTaken) : shape.Pattern) ?? schema.Pattern;
        schema.MinItems = shape.MinItems ?? schema.MinItems;
        schema.MaxItems = shape.MaxItems ?? schema.MaxItems;
        if (shape.Items is not null && schema.Items is OpenApiSchema items)
            Add(shape.Items, items, isTaken);
    }

    /// <summary>In a query a number is text that reads as one.</summary>
    private static void AddBounds(FieldShape shape, OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Integer | ((schema.Type ?? default) & JsonSchemaType.Null);
        (schema.Minimum, schema.Maximum, schema.Format) = (shape.Minimum?.ToString(), shape.Maximum?.ToString(), null);
        schema.Default = shape.Default is { } number ? JsonValue.Create(number) : null;
    }

    private static string PatternOf(string prefix, bool isTaken) => isTaken ? $"^({prefix})?{UuidInAnyCase}$" : $"^{prefix}{Uuid}$";

    private static IReadOnlyList<string> WordsOf(Type type) =>
        (IReadOnlyList<string>)typeof(Words).GetMethod(nameof(Domain.Words.All))!.MakeGenericMethod(type).Invoke(null, null)!;
}
