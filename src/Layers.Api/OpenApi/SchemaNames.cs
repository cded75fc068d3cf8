using Layers.Api.Http;

namespace Layers.Api.OpenApi;

/// <summary>What the schemas of our types are called: <c>ContainerResponse</c> is <c>Container</c>, a page of them <c>ContainerPage</c>,
/// and the error envelope <c>Error</c>.</summary>
internal static class SchemaNames
{
    private static readonly string[] Endings = ["Response", "View", "Shape", "Envelope"];

    /// <summary>Null for types that are none of ours, or text in JSON.</summary>
    public static string? Of(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PageResponse<>))
            return $"{Of(type.GetGenericArguments()[0])}Page";
        if (type.IsGenericType || FieldShapes.Of(type) is not null || type.Namespace?.StartsWith(nameof(Layers), StringComparison.Ordinal) != true)
            return null;
        var ending = Endings.FirstOrDefault(ending => type.Name.EndsWith(ending, StringComparison.Ordinal)) ?? "";
        return type.Name[..^ending.Length];
    }
}
