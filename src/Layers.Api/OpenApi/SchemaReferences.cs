using System.Reflection;
using Layers.Api.Http;
using Layers.Application.Seams;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>
/// Schemas of types that no action names, for which the framework leaves two things undone: it writes them out wherever they are used, and forgets
/// which of their objects may be null.
/// </summary>
internal static class SchemaReferences
{
    /// <summary>A reference to the type's schema, which is added when nobody has used it yet.</summary>
    public static async Task<IOpenApiSchema> Reference(this OpenApiDocument document, Type type, IServiceProvider services, Func<Type, Task<OpenApiSchema>> make)
    {
        var name = services.GetRequiredService<TypesBySchema>().NameOf(type)!;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent<IOpenApiSchema>(name, WithNulls(await make(type), type));
        return new OpenApiSchemaReference(name, document);
    }

    private static OpenApiSchema WithNulls(OpenApiSchema schema, Type type)
    {
        foreach (var property in type.GetProperties())
        {
            var name = JsonFormat.Options.PropertyNamingPolicy!.ConvertName(property.Name);
            if (schema.Properties?.TryGetValue(name, out var shown) != true || shown is not OpenApiSchema { Properties.Count: > 0 } inner)
                continue;
            WithNulls(inner, property.DetailsOf().OfType<ShownAsAttribute>().FirstOrDefault()?.Shape ?? property.PropertyType);
            if (new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable && !SchemaDetails.IsLeftOutWhenNull(property))
                inner.Type |= JsonSchemaType.Null;
        }

        return schema;
    }
}
