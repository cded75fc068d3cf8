using System.Reflection;

namespace Layers.Api.OpenApi;

/// <summary>One of several shapes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneShapeOfAttribute(params Type[] shapes) : Attribute
{
    public IReadOnlyList<Type> Shapes { get; } = shapes;
}

internal static class FieldAttributes
{
    /// <summary>Everything that is said of a property: on itself, or on the parameter of its record.</summary>
    public static IEnumerable<Attribute> DetailsOf(this PropertyInfo property)
    {
        var parameters = property.DeclaringType!.GetConstructors().SelectMany(constructor => constructor.GetParameters());
        return [.. property.GetCustomAttributes(), .. parameters.FirstOrDefault(parameter => parameter.Name == property.Name)?.GetCustomAttributes() ?? []];
    }
}
