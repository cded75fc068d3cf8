using FluentValidation;
using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>Rules for query parameters, which arrive as text; an absent parameter is null or an empty list.</summary>
public static class QueryFields
{
    /// <summary>Holds the parameter to the rule, and describes it by it.</summary>
    public static IRuleBuilderOptions<T, string?> Takes<T>(this IRuleBuilder<T, string?> rule, FieldRule<string> takes) =>
        rule.SetValidator(new QueryFieldValidator<T, string>(takes));

    /// <summary>Holds every value of the parameter to the rule, and describes it by it.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<string>> EachTakes<T>(this IRuleBuilder<T, IReadOnlyList<string>> rule, FieldRule<string> takes) =>
        rule.SetValidator(new QueryFieldValidator<T, IReadOnlyList<string>>(Rules.Each(takes)));

    public static void Words<T, TEnum>(this IRuleBuilder<T, IReadOnlyList<string>> rule)
        where TEnum : struct, Enum => rule.EachTakes(Rules.Words<TEnum>());

    /// <inheritdoc cref="Rules.Search"/>
    public static void Line<T>(this IRuleBuilder<T, string?> rule, int most) => rule.Takes(Rules.Search(most));

    public static void Timestamp<T>(this IRuleBuilder<T, string?> rule) => rule.Takes(Rules.Timestamp);

    /// <param name="otherwise">What <see cref="LimitOf"/> makes of an absent one.</param>
    public static IRuleBuilderOptions<T, string?> Limit<T>(
        this IRuleBuilder<T, string?> rule, int most = PageLimits.Largest, int otherwise = PageLimits.Default) =>
        rule.Takes(Rules.WholeNumberText(1, most, otherwise: otherwise));

    /// <param name="list">The list that is asked for: a cursor of another one is refused.</param>
    public static void Cursor<T>(this IRuleBuilder<T, string?> rule, Func<T, OrganizationId, ListKey> list) =>
        rule.Cursor((text, key) => Application.Cursor.TryParse(text, out var cursor) && (key is null || cursor!.IsOf(key)), list);

    public static void EventCursor<T>(this IRuleBuilder<T, string?> rule, Func<T, OrganizationId, ListKey> list) =>
        rule.Cursor((text, key) => Events.EventCursor.TryParse(text, out var cursor) && (key is null || cursor!.IsOf(key)), list);

    public static int LimitOf(string? text, int otherwise = PageLimits.Default) =>
        text is not null && WholeNumber.TryParse(text, out var limit) ? (int)limit : otherwise;

    private static void Cursor<T>(this IRuleBuilder<T, string?> rule, Func<string, ListKey?, bool> isCursorOf, Func<T, OrganizationId, ListKey> list) =>
        rule.Described(Presence.MayBeAbsent, new FieldShape()).Custom((text, context) =>
        {
            var key = context.Caller() is { } caller ? list(context.InstanceToValidate, caller.Organization) : null;
            var path = FieldPath.Of(context.PropertyPath);
            if (text is not null && !isCursorOf(text, key))
                context.Report([new Issue(path, $"{path} must be the nextCursor of an earlier page of this list, unchanged.")]);
        });
}
