using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>Whether a field may be left out, and whether <c>null</c> is a value of it.</summary>
public enum Presence
{
    Required,
    MayBeAbsent,
    MayBeAbsentOrNull,
}

/// <summary>
/// Which values a field takes: the rule refuses all others, and its shape describes the same. Faults name the field and never repeat what was sent.
/// </summary>
/// <param name="Kind">What a value is, for the fault of a null: "a string".</param>
/// <param name="Shape">What <paramref name="FaultOf"/> enforces, as far as a shape can tell it.</param>
/// <param name="FaultOf">What is wrong with a value ("must be …"), or null.</param>
public sealed record FieldRule<T>(string Kind, FieldShape Shape, Func<T, string?> FaultOf)
{
    /// <summary>
    /// What is wrong inside of an object or a list, each with its own path, which begins with the given one. It is asked of values without a fault of
    /// their own only: a list that is too long is not read.
    /// </summary>
    internal Func<string, T, IEnumerable<Issue>>? FaultsInside { get; init; }

    /// <summary>The same rule with one demand more, which is made of values that meet the others.</summary>
    public FieldRule<T> And(Func<T, string?> faultOf) => this with { FaultOf = value => FaultOf(value) ?? faultOf(value) };

    /// <summary>Everything that is wrong with what was sent for the field.</summary>
    /// <param name="path">Where the field stands, as callers write it: <c>targets[0].mode</c>.</param>
    public IEnumerable<Issue> IssuesOf(string path, Optional<T> field, Presence presence)
    {
        var fault = field switch
        {
            { IsPresent: false } => presence == Presence.Required ? "is required" : null,
            { Fault: { } wrongType } => wrongType,
            { IsNull: true } => presence == Presence.MayBeAbsentOrNull ? null : $"must be {Kind}, not null",
            _ => FaultOf(field.Value!),
        };
        if (fault is not null)
            return [new Issue(path, $"{path} {fault}.")];
        return field.HasValue && FaultsInside is not null ? FaultsInside(path, field.Value!) : [];
    }
}
