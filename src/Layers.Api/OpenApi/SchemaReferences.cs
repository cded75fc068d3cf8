using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Names for schemas that would otherwise be written out wherever they are used.</summary>
internal static class SchemaReferences
{
    /// <summary>A reference to the type's schema, which is added when nobody has used it yet.</summary>
    public static async Task<IOpenApiSchema> Reference(this OpenApiDocument document, Type type, Func<Type, Task<OpenApiSchema>> make)
    {
        var name = SchemaNames.Of(type)!;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent<IOpenApiSchema>(name, await make(type));
        return new OpenApiSchemaReference(name, document);
    }
}
