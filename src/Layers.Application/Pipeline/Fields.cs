using FluentValidation;

namespace Layers.Application.Pipeline;

/// <summary>Whether a field may be left out, and whether <c>null</c> is a value of it.</summary>
public enum Presence
{
    Required,
    MayBeAbsent,
    MayBeAbsentOrNull,
}

/// <summary>Rules for fields of a body. Each reports at most one fault, in words that name the field and never repeat what was sent.</summary>
public static class Fields
{
    /// <summary>A string of <paramref name="least"/> to <paramref name="most"/> code points that can be kept byte for byte.</summary>
    public static void Text<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, int least, int most) =>
        rule.Check(presence, "a string", text =>
            !Domain.Text.IsStorable(text) ? "must not contain U+0000 or unpaired surrogates"
            : Domain.Text.CodePoints(text) > most ? $"must be at most {most:N0} characters"
            : Domain.Text.CodePoints(text) < least ? least == 1 ? "must not be empty" : $"must be at least {least:N0} characters"
            : null);

    public static void Flag<T>(this IRuleBuilder<T, Optional<bool>> rule, Presence presence) =>
        rule.Check(presence, "true or false", _ => null);

    public static void WholeNumber<T>(this IRuleBuilder<T, Optional<long>> rule, Presence presence, long least, long most) =>
        rule.Check(presence, "a whole number", number =>
            number < least || number > most ? $"must be a whole number from {least:N0} to {most:N0}" : null);

    public static void OneOf<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, IReadOnlyList<string> words) =>
        rule.Check(presence, "a string", word => words.Contains(word) ? null : $"must be one of {string.Join(", ", words)}");

    /// <param name="kind">What the field is, for the fault of a null: "a string".</param>
    /// <param name="faultOf">What is wrong with a value ("must be …"), or null.</param>
    public static void Check<T, TValue>(this IRuleBuilder<T, Optional<TValue>> rule, Presence presence, string kind, Func<TValue, string?> faultOf) =>
        rule.Custom((field, context) =>
        {
            var fault = field switch
            {
                { IsPresent: false } => presence == Presence.Required ? "is required" : null,
                { Fault: { } wrongType } => wrongType,
                { IsNull: true } => presence == Presence.MayBeAbsentOrNull ? null : $"must be {kind}, not null",
                _ => faultOf(field.Value!),
            };
            if (fault is not null)
                context.AddFailure(context.PropertyPath, $"{context.PropertyPath} {fault}.");
        });
}
