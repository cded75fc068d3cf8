using Layers.Api.Http;

namespace Layers.Api.OpenApi;

/// <summary>What the schemas of types, ours and those of extensions, are called: <c>ContainerResponse</c> is <c>Container</c>, a page of them <c>ContainerPage</c>,
/// and the error envelope <c>Error</c>.</summary>
internal static class SchemaNames
{
    private static readonly string[] Endings = ["Response", "View", "Shape", "Envelope"];

    /// <summary>Null for the framework's types, and for what is text in JSON.</summary>
    public static string? Of(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PageResponse<>))
            return $"{Of(type.GetGenericArguments()[0])}Page";
        if (type.IsGenericType || FieldShapes.Of(type) is not null || IsForeign(type.Namespace))
            return null;
        var ending = Endings.FirstOrDefault(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        return type.Name[..^ending.Length];
    }

    private static bool IsForeign(string? space) =>
        space is null || space.Split('.')[0] is nameof(System) or nameof(Microsoft);
}
