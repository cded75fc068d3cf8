using FluentValidation;
using FluentValidation.Results;
using Layers.Domain;

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
    /// <summary>
    /// A caption, a note, a reason: <paramref name="least"/> to <paramref name="most"/> code points, kept byte for byte. It may hold line breaks, tabs
    /// and whatever else was pasted into it. Where one character is required, blanks are not enough.
    /// </summary>
    /// <param name="also">A further fault ("must …"), or null.</param>
    public static IRuleBuilderOptionsConditions<T, Optional<string>> Text<T>(
        this IRuleBuilder<T, Optional<string>> rule, Presence presence, int least, int most, Func<string, string?>? also = null) =>
        rule.Check(presence, "a string", text => FaultOfText(text, least, most) ?? also?.Invoke(text));

    /// <summary>
    /// A name, a handle, an address: 1 to <paramref name="most"/> code points on one line, kept byte for byte. Control characters and blanks alone are
    /// refused.
    /// </summary>
    /// <param name="also">A further fault ("must …"), or null.</param>
    public static IRuleBuilderOptionsConditions<T, Optional<string>> Line<T>(
        this IRuleBuilder<T, Optional<string>> rule, Presence presence, int most, Func<string, string?>? also = null) =>
        rule.Check(presence, "a string", text => FaultOfLine(text, most) ?? also?.Invoke(text));

    public static IRuleBuilderOptionsConditions<T, Optional<bool>> Flag<T>(this IRuleBuilder<T, Optional<bool>> rule, Presence presence) =>
        rule.Check(presence, "true or false", _ => null);

    public static IRuleBuilderOptionsConditions<T, Optional<long>> WholeNumber<T>(
        this IRuleBuilder<T, Optional<long>> rule, Presence presence, long least, long most) =>
        rule.Check(presence, "a whole number", number => FaultOfNumber(number, least, most));

    public static IRuleBuilderOptionsConditions<T, Optional<string>> OneOf<T>(
        this IRuleBuilder<T, Optional<string>> rule, Presence presence, IReadOnlyList<string> words) =>
        rule.Check(presence, "a string", word => words.Contains(word) ? null : $"must be one of {string.Join(", ", words)}");

    /// <param name="kind">What the field is, for the fault of a null: "a string".</param>
    /// <param name="faultOf">What is wrong with a value ("must be …"), or null.</param>
    public static IRuleBuilderOptionsConditions<T, Optional<TValue>> Check<T, TValue>(
        this IRuleBuilder<T, Optional<TValue>> rule, Presence presence, string kind, Func<TValue, string?> faultOf) =>
        rule.Custom((field, context) =>
        {
            if (FaultOf(FieldPath.Of(context.PropertyPath), field, presence, kind, faultOf) is { } fault)
                context.AddFailure(new ValidationFailure(fault.Path, fault.Message));
        });

    /// <summary>The rule of <see cref="Text"/> for a field that is checked by its handler.</summary>
    public static Issue? FaultOfText(string path, Optional<string> field, Presence presence, int least, int most) =>
        FaultOf(path, field, presence, "a string", text => FaultOfText(text, least, most));

    /// <summary>The rule of <see cref="Check"/> for a field that is checked by its handler.</summary>
    public static Issue? FaultOf<TValue>(string path, Optional<TValue> field, Presence presence, string kind, Func<TValue, string?> faultOf)
    {
        var fault = field switch
        {
            { IsPresent: false } => presence == Presence.Required ? "is required" : null,
            { Fault: { } wrongType } => wrongType,
            { IsNull: true } => presence == Presence.MayBeAbsentOrNull ? null : $"must be {kind}, not null",
            _ => faultOf(field.Value!),
        };
        return fault is null ? null : new Issue(path, $"{path} {fault}.");
    }

    /// <summary>What is wrong with a number ("must …"), or null.</summary>
    public static string? FaultOfNumber(long number, long least, long most) =>
        number < least || number > most ? $"must be a whole number from {least:N0} to {most:N0}" : null;

    /// <summary>What is wrong with a text ("must …"), or null.</summary>
    public static string? FaultOfText(string text, int least, int most) =>
        !Domain.Text.IsStorable(text) ? "must not contain U+0000 or unpaired surrogates"
        : Domain.Text.CodePoints(text) > most ? $"must be at most {most:N0} characters"
        : Domain.Text.CodePoints(text) < least ? least == 1 ? "must not be empty" : $"must be at least {least:N0} characters"
        : least > 0 ? FaultOfBlanks(text)
        : null;

    /// <summary>What is wrong with a text that may be left out or empty, but not stand there and say nothing; or null.</summary>
    public static string? FaultOfBlanks(string text) => text.Length > 0 && Domain.Text.IsBlank(text) ? "must not be blank" : null;

    /// <summary>What is wrong with a text of one line ("must …"), or null.</summary>
    public static string? FaultOfLine(string text, int most) =>
        FaultOfText(text, least: 0, most) ?? (!Domain.Text.IsOneLine(text) ? MustBeOneLine : FaultOfText(text, least: 1, most));

    internal const string MustBeOneLine = "must not contain control characters or line breaks";
}
