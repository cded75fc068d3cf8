using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Layers.Domain.Approval;

/// <summary>How long a pending container waits before silence approves it: an ISO-8601 duration, kept as it was written.</summary>
public sealed partial record ReviewWindow
{
    public static readonly Duration Longest = Duration.FromDays(365);

    private ReviewWindow(string text, Duration length) => (Text, Length) = (text, length);

    /// <summary>The duration as the caller wrote it: <c>PT24H</c> stays <c>PT24H</c>.</summary>
    public string Text { get; }

    public Duration Length { get; }

    /// <summary>
    /// Reads whole weeks, days, hours, minutes and seconds. Years and months (of no fixed length), fractions, signs,
    /// nothing at all and more than <see cref="Longest"/> are refused.
    /// </summary>
    public static bool TryParse(string? text, out ReviewWindow? window)
    {
        window = null;
        if (text is null || Form().Match(text) is not { Success: true } match)
            return false;

        var seconds = Count(match, "w", 604_800) + Count(match, "d", 86_400) + Count(match, "h", 3_600) + Count(match, "m", 60) + Count(match, "s", 1);
        if (seconds < 1 || seconds > (long)Longest.TotalSeconds)
            return false;

        window = new ReviewWindow(text, Duration.FromSeconds(seconds));
        return true;
    }

    public static ReviewWindow Parse(string text) =>
        TryParse(text, out var window) ? window! : throw new FormatException($"'{text}' is not a valid review window.");

    public override string ToString() => Text;

    private static long Count(Match match, string unit, long seconds) =>
        match.Groups[unit] is { Success: true } group ? long.Parse(group.ValueSpan, CultureInfo.InvariantCulture) * seconds : 0;

    [GeneratedRegex(
        @"\AP(?=[0-9T])(?:(?<w>[0-9]{1,9})W)?(?:(?<d>[0-9]{1,9})D)?(?:T(?=[0-9])(?:(?<h>[0-9]{1,9})H)?(?:(?<m>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9})S)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
