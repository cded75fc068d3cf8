namespace Layers.Application.Pipeline;

/// <summary>Which values a field takes, in neutral terms, which a description of the field translates. What is null does not limit it.</summary>
public sealed record FieldShape
{
    /// <summary>In code points.</summary>
    public int? MinLength { get; init; }

    /// <summary>In code points.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression of ECMA-262.</summary>
    public string? Pattern { get; init; }

    /// <summary>The name of a known format, like <c>date-time</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The only values.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Of an id: the prefix that it is shown with. Callers may leave it out.</summary>
    public string? IdPrefix { get; init; }

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    /// <summary>What an absent field means.</summary>
    public long? Default { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>What each item of a list takes.</summary>
    public FieldShape? Items { get; init; }

    /// <summary>What the fields of an object take.</summary>
    public ObjectShape? Object { get; init; }
}

/// <param name="Type">The record that has the fields.</param>
public sealed record ObjectShape(Type Type, IReadOnlyList<FieldDescription> Fields);

/// <param name="Name">Of the property that holds it.</param>
public sealed record FieldDescription(string Name, Presence Presence, FieldShape Shape);
