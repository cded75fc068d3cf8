using FluentValidation;
using FluentValidation.Results;
using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>Rules for query parameters, which arrive as text; an absent parameter is null or an empty list.</summary>
public static class QueryFields
{
    public static void Words<T, TEnum>(this IRuleBuilder<T, IReadOnlyList<string>> rule)
        where TEnum : struct, Enum =>
        rule.Custom((words, context) =>
        {
            if (words.Any(word => !Domain.Words.TryParse<TEnum>(word, out _)))
                context.Refuse($"must be one of {string.Join(", ", Domain.Words.All<TEnum>())}");
        });

    /// <summary>What is searched for: a text that could be kept, and may be empty.</summary>
    public static void Line<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.Custom((text, context) =>
        {
            if (text is not null && FaultOfSought(text, most) is { } fault)
                context.Refuse(fault);
        });

    public static IRuleBuilderOptions<T, string?> Limit<T>(this IRuleBuilder<T, string?> rule, int most = PageLimits.Largest) =>
        rule.Must(text => text is null || (WholeNumber.TryParse(text, out var limit) && limit >= 1 && limit <= most))
            .WithMessage($"limit must be a whole number from 1 to {most:N0}.");

    /// <param name="list">The list that is asked for: a cursor of another one is refused.</param>
    public static void Cursor<T>(this IRuleBuilder<T, string?> rule, Func<T, OrganizationId, ListKey> list) =>
        rule.Cursor((text, key) => Application.Cursor.TryParse(text, out var cursor) && (key is null || cursor!.IsOf(key)), list);

    public static void EventCursor<T>(this IRuleBuilder<T, string?> rule, Func<T, OrganizationId, ListKey> list) =>
        rule.Cursor((text, key) => Events.EventCursor.TryParse(text, out var cursor) && (key is null || cursor!.IsOf(key)), list);

    public static void Timestamp<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Custom((text, context) =>
        {
            if (text is not null && !Application.Timestamp.TryParse(text, out _))
                context.Refuse(Application.Timestamp.Fault);
        });

    public static int LimitOf(string? text, int otherwise = PageLimits.Default) =>
        text is not null && WholeNumber.TryParse(text, out var limit) ? (int)limit : otherwise;

    private static void Cursor<T>(this IRuleBuilder<T, string?> rule, Func<string, ListKey?, bool> isCursorOf, Func<T, OrganizationId, ListKey> list) =>
        rule.Custom((text, context) =>
        {
            var key = context.Caller() is { } caller ? list(context.InstanceToValidate, caller.Organization) : null;
            if (text is not null && !isCursorOf(text, key))
                context.Refuse("must be the nextCursor of an earlier page of this list, unchanged");
        });

    private static string? FaultOfSought(string text, int most) =>
        Fields.FaultOfText(text, least: 0, most) ?? (Domain.Text.IsOneLine(text) ? null : Fields.MustBeOneLine);

    private static void Refuse<T>(this ValidationContext<T> context, string fault)
    {
        var path = FieldPath.Of(context.PropertyPath);
        context.AddFailure(new ValidationFailure(path, $"{path} {fault}."));
    }
}
