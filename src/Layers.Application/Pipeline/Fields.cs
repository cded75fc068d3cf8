using FluentValidation;
using FluentValidation.Results;

namespace Layers.Application.Pipeline;

/// <summary>Rules for fields of a body. Each reports at most one fault of the field itself, in words that name the field and never repeat what was sent.</summary>
public static class Fields
{
    /// <summary>Holds the field to the rule, and describes it by it.</summary>
    public static IRuleBuilderOptions<T, Optional<TValue>> Takes<T, TValue>(
        this IRuleBuilder<T, Optional<TValue>> rule, Presence presence, FieldRule<TValue> takes) =>
        rule.SetValidator(new FieldValidator<T, TValue>(presence, takes));

    /// <summary>Describes a field that its handler checks, or that circumstances hold to several rules.</summary>
    public static IRuleBuilderOptions<T, TField> Described<T, TField>(this IRuleBuilder<T, TField> rule, Presence presence, FieldShape shape) =>
        rule.SetValidator(new FieldDescriber<T, TField>(presence, shape));

    /// <inheritdoc cref="Rules.Text"/>
    public static IRuleBuilderOptions<T, Optional<string>> Text<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, int least, int most) =>
        rule.Takes(presence, Rules.Text(least, most));

    /// <inheritdoc cref="Rules.Line"/>
    public static IRuleBuilderOptions<T, Optional<string>> Line<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, int most) =>
        rule.Takes(presence, Rules.Line(most));

    public static IRuleBuilderOptions<T, Optional<bool>> Flag<T>(this IRuleBuilder<T, Optional<bool>> rule, Presence presence) => rule.Takes(presence, Rules.Flag);

    public static IRuleBuilderOptions<T, Optional<long>> WholeNumber<T>(this IRuleBuilder<T, Optional<long>> rule, Presence presence, long least, long most) =>
        rule.Takes(presence, Rules.WholeNumber(least, most));

    public static IRuleBuilderOptions<T, Optional<string>> OneOf<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, IReadOnlyList<string> words) =>
        rule.Takes(presence, Rules.OneOf(words));

    /// <summary>One more demand on values that are there, which the field's description does not show.</summary>
    /// <param name="faultOf">What is wrong with a value ("must be …"), or null.</param>
    public static IRuleBuilderOptionsConditions<T, Optional<TValue>> Check<T, TValue>(this IRuleBuilder<T, Optional<TValue>> rule, Func<TValue, string?> faultOf) =>
        rule.Custom((field, context) =>
        {
            var path = FieldPath.Of(context.PropertyPath);
            if (field.HasValue && faultOf(field.Value!) is { } fault)
                context.AddFailure(new ValidationFailure(path, $"{path} {fault}."));
        });
}
