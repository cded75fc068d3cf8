namespace Layers.Application.Seams;

/// <summary>For the API document: the shape of what is declared as raw JSON or as a dictionary.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ShownAsAttribute(Type shape) : Attribute
{
    public Type Shape { get; } = shape;
}

/// <summary>For the API document: one of these words.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute(params string[] words) : Attribute
{
    public IReadOnlyList<string> Words { get; } = words;
}

/// <summary>For the API document: an answer may go without this field, null or not.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MayBeAbsentAttribute : Attribute;

/// <summary>For the API document: what a field of a request takes. On a single value of what is taken as a list, what each item takes.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public abstract class SameAsAttribute(Type request, string field) : Attribute
{
    public Type Request { get; } = request;

    public string Field { get; } = field;
}

/// <inheritdoc/>
public sealed class SameAsAttribute<TRequest>(string field) : SameAsAttribute(typeof(TRequest), field);
