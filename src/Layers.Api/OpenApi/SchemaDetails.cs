using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Layers.Api.Http;
using Layers.Application;
using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Adds to a schema what the type system does not know: limits, words, ids, what is always there, and that there is nothing else.</summary>
internal sealed class SchemaDetails(RequestFields fields, StatedShapes stated) : IOpenApiSchemaTransformer
{
    /// <summary>Where the framework keeps that an object, which it refers to by its name, may be null.</summary>
    private const string NullableKey = "x-is-nullable-property";

    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        FieldShapes.Add(type, schema);
        if (type == typeof(int) || type == typeof(long))
            (schema.Type, schema.Pattern) = (JsonSchemaType.Integer, null);
        if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            DescribeField(schema, property);
            foreach (var shape in property.DetailsOf().OfType<OneShapeOfAttribute>().SelectMany(shapes => shapes.Shapes))
            {
                var one = await context.Document!.Reference(shape, context.ApplicationServices, type => context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
                (schema.OneOf ??= []).Add(one);
            }
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
            DescribeObject(schema, type);
    }

    private void DescribeField(OpenApiSchema schema, PropertyInfo property)
    {
        var details = property.DetailsOf().ToList();
        var taken = fields.Find(property);
        if (taken is not null && schema.Type is { } type)
            schema.Type = taken.Presence == Presence.MayBeAbsentOrNull ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
        if (!property.PropertyType.IsValueType && FieldShapes.Of(property.PropertyType) is not null && MayBeNull(property))
            schema.Type |= JsonSchemaType.Null;
        if (IsLeftOutWhenNull(property) || (IsShownAsAnother(property, details) && !MayBeNull(property)))
            NeverNull(schema);
        if ((taken?.Shape ?? stated.Of(details)) is { } shape)
            FieldShapes.Add(FieldShapes.Fit(shape, schema), schema, isTaken: taken is not null);
    }

    private static bool IsShownAsAnother(PropertyInfo property, IEnumerable<Attribute> details) =>
        property.PropertyType == typeof(JsonText) || details.OfType<ShownAsAttribute>().Any();

    private static void NeverNull(OpenApiSchema schema)
    {
        schema.Type &= ~JsonSchemaType.Null;
        schema.Metadata?.Remove(NullableKey);
    }

    private void DescribeObject(OpenApiSchema schema, Type type)
    {
        var isBody = WireContracts.IsBody(type);
        var needed = type.GetProperties()
            .Where(property => isBody ? fields.Find(property)?.Presence == Presence.Required : !MayBeAbsent(property))
            .Select(property => JsonFormat.Options.PropertyNamingPolicy!.ConvertName(property.Name));
        schema.Required = new HashSet<string>(needed.Where(schema.Properties!.ContainsKey), StringComparer.Ordinal);
        // Bodies may hold what we do not know, and we take no notice of it.
        if (!isBody)
            schema.AdditionalPropertiesAllowed = false;
    }

    public static bool IsLeftOutWhenNull(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.WhenWritingNull;

    private static bool MayBeNull(PropertyInfo property) => new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;

    private static bool MayBeAbsent(PropertyInfo property) => IsLeftOutWhenNull(property) || property.GetCustomAttribute<MayBeAbsentAttribute>() is not null;
}
