using System.Globalization;
using System.Net.Http.Headers;
using HeaderUtilities = Microsoft.Net.Http.Headers.HeaderUtilities;

namespace Layers.Api.Http;

/// <summary>
/// Reads <c>Prefer</c> (RFC 7240). A preference is a wish: one that is unknown or cannot be read is ignored, of several of the same name the first counts.
/// </summary>
internal static class Preferences
{
    private const string Header = "Prefer";
    private const string Applied = "Preference-Applied";
    private const string Wait = "wait";

    /// <summary>
    /// The seconds that the caller wishes to wait, <paramref name="most"/> when it wishes for more; zero when it says nothing. <c>Preference-Applied</c>
    /// says what was granted.
    /// </summary>
    public static TimeSpan WantedWait(HttpContext context, int most)
    {
        var wait = context.Request.Headers.GetCommaSeparatedValues(Header)
            .Select(text => NameValueWithParametersHeaderValue.TryParse(text, out var preference) ? preference : null)
            .FirstOrDefault(preference => Wait.Equals(preference?.Name, StringComparison.OrdinalIgnoreCase));
        if (SecondsOf(wait?.Value) is not { } seconds)
            return TimeSpan.Zero;

        var granted = TimeSpan.FromSeconds(Math.Min(seconds, most));
        context.Response.Headers[Applied] = string.Create(CultureInfo.InvariantCulture, $"{Wait}={granted.TotalSeconds}");
        return granted;
    }

    // As a double, since a caller may write any number of digits.
    private static double? SecondsOf(string? value) =>
        double.TryParse(HeaderUtilities.RemoveQuotes(value).AsSpan(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
