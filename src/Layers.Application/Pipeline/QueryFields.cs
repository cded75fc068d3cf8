using FluentValidation;
using FluentValidation.Results;

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

    public static void Text<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.Custom((text, context) =>
        {
            if (text is not null && (!Domain.Text.IsStorable(text) || text.Length > most))
                context.Refuse($"must be at most {most:N0} characters, none of them U+0000");
        });

    public static IRuleBuilderOptions<T, string?> Limit<T>(this IRuleBuilder<T, string?> rule, int most = PageLimits.Largest) =>
        rule.Must(text => text is null || (TryParseLimit(text, out var limit) && limit >= 1 && limit <= most))
            .WithMessage($"limit must be a whole number from 1 to {most:N0}.");

    public static void Cursor<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || Application.Cursor.TryParse(text, out _))
            .WithMessage("cursor must be the nextCursor of an earlier page, unchanged.");

    public static void Timestamp<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Custom((text, context) =>
        {
            if (text is not null && !Application.Timestamp.TryParse(text, out _))
                context.Refuse("must be an ISO 8601 timestamp in UTC, ending in Z");
        });

    public static int LimitOf(string? text, int otherwise = PageLimits.Default) =>
        text is null ? otherwise : int.Parse(text, System.Globalization.NumberStyles.None);

    private static void Refuse<T>(this ValidationContext<T> context, string fault)
    {
        var path = FieldPath.Of(context.PropertyPath);
        context.AddFailure(new ValidationFailure(path, $"{path} {fault}."));
    }

    private static bool TryParseLimit(string text, out int limit) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, provider: null, out limit);
}
