using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>A property validator that describes its field.</summary>
internal interface IDescribesField
{
    Presence Presence { get; }

    FieldShape Shape { get; }

    /// <summary>Whether it describes the field and does not check it.</summary>
    bool IsDescriptionOnly => false;
}

/// <summary>Holds a field of a body to its rule.</summary>
internal sealed class FieldValidator<T, TValue>(Presence presence, FieldRule<TValue> rule) : PropertyValidator<T, Optional<TValue>>, IDescribesField
{
    public override string Name => nameof(FieldRule<>);

    public Presence Presence => presence;

    public FieldShape Shape => rule.Shape;

    public override bool IsValid(ValidationContext<T> context, Optional<TValue> value) =>
        context.Report(rule.IssuesOf(FieldPath.Of(context.PropertyPath), value, presence));
}

/// <summary>Holds a query parameter to its rule; an absent one is null or an empty list.</summary>
internal sealed class QueryFieldValidator<T, TValue>(FieldRule<TValue> rule) : PropertyValidator<T, TValue?>, IDescribesField
    where TValue : class
{
    public override string Name => nameof(FieldRule<>);

    public Presence Presence => Presence.MayBeAbsent;

    public FieldShape Shape => rule.Shape;

    public override bool IsValid(ValidationContext<T> context, TValue? value) =>
        value is null || context.Report(rule.IssuesOf(FieldPath.Of(context.PropertyPath), Optional<TValue>.Of(value), Presence));
}

/// <summary>Describes a field that is checked elsewhere, and lets everything through.</summary>
internal sealed class FieldDescriber<T, TField>(Presence presence, FieldShape shape) : PropertyValidator<T, TField>, IDescribesField
{
    public override string Name => nameof(FieldDescription);

    public Presence Presence => presence;

    public FieldShape Shape => shape;

    public bool IsDescriptionOnly => true;

    public override bool IsValid(ValidationContext<T> context, TField value) => true;
}

internal static class IssueReports
{
    /// <summary>Adds the issues as failures and returns true: the library need not add one of its own words.</summary>
    public static bool Report<T>(this ValidationContext<T> context, IEnumerable<Issue> issues)
    {
        foreach (var issue in issues)
            context.AddFailure(new ValidationFailure(issue.Path, issue.Message));
        return true;
    }
}
