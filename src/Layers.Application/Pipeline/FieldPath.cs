namespace Layers.Application.Pipeline;

/// <summary>Where a field stands in a request, as callers write it: <c>files[3].sizeBytes</c>.</summary>
internal static class FieldPath
{
    /// <param name="propertyPath">The same in our own spelling: <c>Files[3].SizeBytes</c>.</param>
    public static string Of(string propertyPath) => string.Join('.', propertyPath.Split('.').Select(CamelCase));

    private static string CamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
