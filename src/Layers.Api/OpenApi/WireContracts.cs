using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Layers.Application;
using Layers.Application.Seams;

namespace Layers.Api.OpenApi;

/// <summary>
/// The JSON contracts of our wire types as the document shows them: an <see cref="Optional{T}"/> is its value, and raw JSON is what it is known
/// to hold. Nothing is ever read or written by them.
/// </summary>
internal static class WireContracts
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        TypedJson.AddTo(options);
        options.TypeInfoResolverChain.Insert(0, new DefaultJsonTypeInfoResolver { Modifiers = { ShowValues } });
    }

    public static bool IsBody(Type type) => type.GetProperties().Any(property => ValueOf(property.PropertyType) is not null);

    /// <summary>The value's type; null for what is not optional.</summary>
    public static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : null;

    private static void ShowValues(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var isBody = IsBody(type.Type);
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.AttributeProvider is not PropertyInfo source)
                continue;
            var value = ValueOf(source.PropertyType);
            if (isBody && value is null)
                type.Properties.RemoveAt(i);
            else if (ShapeOf(source) is { } shape)
                type.Properties[i] = Shown(type, property, shape);
        }
    }

    private static Type? ShapeOf(PropertyInfo source) =>
        source.DetailsOf().OfType<ShownAsAttribute>().FirstOrDefault()?.Shape
        ?? (source.PropertyType == typeof(JsonText) ? typeof(IReadOnlyDictionary<string, JsonElement>) : Unwrapped(source.PropertyType));

    /// <summary>Targets are optional in an optional list, so that each fault has its place.</summary>
    private static Type? Unwrapped(Type type)
    {
        var value = ValueOf(type);
        var isListOfOptional = value is { IsGenericType: true } && ValueOf(value.GetGenericArguments()[0]) is not null;
        return isListOfOptional ? typeof(IReadOnlyList<>).MakeGenericType(ValueOf(value!.GetGenericArguments()[0])!) : value;
    }

    private static JsonPropertyInfo Shown(JsonTypeInfo type, JsonPropertyInfo property, Type shape)
    {
        var shown = type.CreateJsonPropertyInfo(shape, property.Name);
        shown.AttributeProvider = property.AttributeProvider;
        shown.Order = property.Order;
        shown.Get = _ => null;
        shown.IsGetNullable = property.IsGetNullable && ValueOf(property.PropertyType) is null;
        return shown;
    }
}
