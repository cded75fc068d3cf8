using System.Text.RegularExpressions;
using FluentValidation;
using Layers.Domain;
using Layers.Domain.Approval;

namespace Layers.Application.Pipeline;

/// <summary>The rules that fields are made of.</summary>
public static class Rules
{
    /// <summary>True or false.</summary>
    public static readonly FieldRule<bool> Flag = new("true or false", new FieldShape(), _ => null);

    /// <summary>An instant: ISO 8601 in UTC, with <c>Z</c>.</summary>
    public static readonly FieldRule<string> Timestamp = new(
        "a string", new FieldShape { Format = "date-time", Pattern = "Z$" }, text => Application.Timestamp.TryParse(text, out _) ? null : Application.Timestamp.Fault);

    /// <summary>A duration in ISO 8601: whole weeks, days, hours, minutes and seconds.</summary>
    public static readonly FieldRule<string> Period = new(
        "a string",
        new FieldShape { Pattern = @"^P(?=.)(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$" },
        text => ReviewWindow.TryParse(text, out _) ? null : "must be ISO-8601 duration (e.g. PT24H, P7D)");

    /// <summary>
    /// A caption, a note, a reason: <paramref name="least"/> to <paramref name="most"/> code points, kept byte for byte. It may hold line breaks, tabs
    /// and whatever else was pasted into it. Where one character is required, blanks are not enough.
    /// </summary>
    public static FieldRule<string> Text(int least, int most) =>
        new("a string", new FieldShape { MinLength = least == 0 ? null : least, MaxLength = most }, text => TextFaults.Of(text, least, most));

    /// <summary>What may be said with a decision and need not be: up to <paramref name="most"/> code points, but not blanks that say nothing.</summary>
    public static FieldRule<string> Remark(int most) => Text(least: 0, most).And(TextFaults.OfBlanks);

    /// <summary>
    /// A name, a handle, an address: 1 to <paramref name="most"/> code points on one line, kept byte for byte. Control characters and blanks alone are
    /// refused.
    /// </summary>
    public static FieldRule<string> Line(int most) => new("a string", new FieldShape { MinLength = 1, MaxLength = most }, text => TextFaults.OfLine(text, most));

    /// <summary>
    /// An absolute address that this server sends requests to, without a user name and a fragment. What meets the rule parses as a <see cref="Uri"/>.
    /// </summary>
    /// <param name="most">The longest that it may be, in code points.</param>
    /// <param name="allowHttp">Whether http will do.</param>
    public static FieldRule<string> WebAddress(int most, bool allowHttp)
    {
        var line = Line(most).And(text => AddressFaults.Of(text, allowHttp));
        return line with { Shape = line.Shape with { Format = "uri" } };
    }

    /// <summary>What is searched for: a text on one line that could have been kept, and may be empty.</summary>
    public static FieldRule<string> Search(int most) => new("a string", new FieldShape { MaxLength = most }, text => TextFaults.OfSearch(text, most));

    /// <param name="form">With no options but those for speed: callers see its text.</param>
    public static FieldRule<string> Form(Regex form, string fault) =>
        new("a string", new FieldShape { Pattern = form.ToString().Replace(@"\z", "$", StringComparison.Ordinal) }, text => form.IsMatch(text) ? null : fault);

    public static FieldRule<long> WholeNumber(long least, long most, string? fault = null) =>
        new("a whole number", new FieldShape { Minimum = least, Maximum = most }, number => FaultOf(number, least, most, fault));

    /// <summary>A whole number in a query, where everything is text.</summary>
    /// <param name="otherwise">What an absent one means; null when that is nothing.</param>
    public static FieldRule<string> WholeNumberText(long least, long most, string? fault = null, long? otherwise = null) =>
        new(
            "a whole number",
            new FieldShape { Minimum = least, Maximum = most, Default = otherwise },
            text => FaultOf(Application.WholeNumber.TryParse(text, out var number) ? number : null, least, most, fault));

    public static FieldRule<string> OneOf(IReadOnlyList<string> words)
    {
        var fault = $"must be one of {string.Join(", ", words)}";
        return new FieldRule<string>("a string", new FieldShape { Words = words }, word => words.Contains(word) ? null : fault);
    }

    public static FieldRule<string> Words<TEnum>()
        where TEnum : struct, Enum => OneOf(Domain.Words.All<TEnum>());

    /// <summary>An id with its prefix or without it.</summary>
    public static FieldRule<string> IdOf<TId>(string fault)
        where TId : struct, IId<TId> =>
        new("a string", new FieldShape { IdPrefix = TId.Prefix }, text => Id.TryParse<TId>(text, out _) ? null : fault);

    /// <summary>A list of any length whose items all meet the rule; the first that does not names the fault of the list.</summary>
    public static FieldRule<IReadOnlyList<string>> Each(FieldRule<string> item) =>
        new("an array of strings", new FieldShape { Items = item.Shape }, list => list.Select(item.FaultOf).FirstOrDefault(fault => fault is not null));

    /// <param name="fields">Says what the object's fields take.</param>
    public static FieldRule<T> Object<T>(IValidator<T> fields) =>
        new("an object", new FieldShape { Object = new ObjectShape(typeof(T), FieldDescriptions.Of(fields)) }, _ => null)
        {
            FaultsInside = (path, value) => FieldDescriptions.FaultsOf(path, value, fields),
        };

    /// <summary>A list of <paramref name="least"/> to <paramref name="most"/> objects. What is wrong with each is an issue of its own.</summary>
    /// <param name="items">What they are: "targets".</param>
    public static FieldRule<IReadOnlyList<Optional<T>>> Objects<T>(int least, int most, string items, FieldRule<T> item) =>
        new(
            "an array of objects",
            new FieldShape { MinItems = least, MaxItems = most, Items = item.Shape },
            list => list.Count < least || list.Count > most ? $"must hold {least} to {most} {items}" : null)
        {
            FaultsInside = (path, list) => list.SelectMany((value, index) => item.IssuesOf($"{path}[{index}]", value, Presence.Required)),
        };

    private static string? FaultOf(long? number, long least, long most, string? fault) =>
        number >= least && number <= most ? null : fault ?? $"must be a whole number from {least:N0} to {most:N0}";
}
