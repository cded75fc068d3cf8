using System.Text.Json.Nodes;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Webhooks;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>Says in a schema what a field takes or holds. It documents and enforces nothing; a test asks the server whether it is true.</summary>
internal interface IFieldDetail
{
    void AddTo(OpenApiSchema schema);
}

/// <summary>A body without this field is refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeededAttribute : Attribute;

/// <summary><c>null</c> is a value of this field.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OrNullAttribute : Attribute;

/// <summary>A string of so many code points.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LengthAttribute(int least, int most) : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => (schema.MinLength, schema.MaxLength) = (least == 0 ? null : least, most);
}

/// <summary>A whole number. In a query it is text that reads as one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute(long least, long most) : Attribute, IFieldDetail
{
    /// <summary>What an absent one means; null when that is something else.</summary>
    public object? Otherwise { get; init; }

    public void AddTo(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Integer | ((schema.Type ?? default) & JsonSchemaType.Null);
        (schema.Minimum, schema.Maximum, schema.Format) = (least.ToString(), most.ToString(), null);
        schema.Default = Otherwise is int number ? JsonValue.Create(number) : null;
    }
}

/// <summary>A list of so many.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CountAttribute(int least, int most) : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => (schema.MinItems, schema.MaxItems) = (least, most);
}

/// <summary>One of an enum's words.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class WordAttribute<TEnum> : Attribute, IFieldDetail
    where TEnum : struct, Enum
{
    public void AddTo(OpenApiSchema schema) => FieldShapes.Words(schema, Words.All<TEnum>());
}

/// <summary>An id of this kind. What we send has its prefix; what we take may be the bare UUID too.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class IdOfAttribute<TId> : Attribute, IFieldDetail
    where TId : struct, IId<TId>
{
    /// <summary>Whether callers send it.</summary>
    public bool Taken { get; init; }

    public void AddTo(OpenApiSchema schema) => FieldShapes.Id(schema, TId.Prefix, Taken);
}

/// <summary>An instant in ISO 8601, in UTC and with <c>Z</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimestampAttribute : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => FieldShapes.Timestamp(schema);
}

/// <summary>A duration in ISO 8601, in whole weeks down to seconds.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class PeriodAttribute : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => FieldShapes.Period(schema);
}

/// <summary>Text whose form is said in other words.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class FormatAttribute(string format) : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => schema.Format = format;
}

/// <summary>One of the types of events.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EventTypeAttribute : Attribute
{
    /// <summary>Or <c>*</c>, which stands for all of them.</summary>
    public bool OrEvery { get; init; }

    /// <summary>Or the type of an event that tries an endpoint out.</summary>
    public bool OrTest { get; init; }

    public IEnumerable<string> WordsOf(EventCatalog events) =>
        [.. events.Types, .. OrEvery ? [WebhookEndpoint.EveryType] : (string[])[], .. OrTest ? [WebhookDelivery.TestType] : (string[])[]];
}

/// <summary>Text of this form.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormAttribute(string pattern) : Attribute, IFieldDetail
{
    public void AddTo(OpenApiSchema schema) => FieldShapes.Form(schema, pattern);
}

/// <summary>One of several shapes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneShapeOfAttribute(params Type[] shapes) : Attribute
{
    public IReadOnlyList<Type> Shapes { get; } = shapes;
}
