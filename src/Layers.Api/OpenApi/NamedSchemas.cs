using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>
/// Every type of ours has one schema, under its name, and is referred to wherever it is used: clients that are made from the document get one class
/// for it and not one for each place. The framework writes some of them out where they stand.
/// </summary>
internal static class NamedSchemas
{
    /// <summary>Where the framework keeps what <see cref="SchemaNames"/> said.</summary>
    private const string NameKey = "x-schema-id";

    public static void ReferToThem(OpenApiDocument document)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().ToList())
            Visit(schema, document);
    }

    private static void Visit(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            schema.Properties![name] = Referred(property, document);
        for (var i = 0; i < schema.OneOf?.Count; i++)
            schema.OneOf[i] = Referred(schema.OneOf[i], document);
        if (schema.Items is not null)
            schema.Items = Referred(schema.Items, document);
    }

    private static IOpenApiSchema Referred(IOpenApiSchema used, OpenApiDocument document)
    {
        if (used is not OpenApiSchema schema)
            return used;
        Visit(schema, document);
        if (schema.Properties is not { Count: > 0 } || schema.Metadata?.TryGetValue(NameKey, out var id) != true || id is not string name)
            return used;

        var mayBeNull = schema.Type?.HasFlag(JsonSchemaType.Null) == true;
        schema.Type &= ~JsonSchemaType.Null;
        document.Components!.Schemas!.TryAdd(name, schema);
        var reference = new OpenApiSchemaReference(name, document);
        return mayBeNull ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] } : reference;
    }
}
