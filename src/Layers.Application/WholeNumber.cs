using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Layers.Application;

/// <summary>The integers of JSON Schema, in bodies and in queries: <c>5.0</c> and <c>1e1</c> are whole numbers too.</summary>
public static partial class WholeNumber
{
    private const double BeyondLong = 1e19;

    /// <summary>
    /// A whole number beyond the range of a <see cref="long"/> becomes the end of that range, so that the rule of the field refuses it.
    /// </summary>
    /// <returns>False for anything else than a whole number, spaces and a plus in front included.</returns>
    public static bool TryParse(string? text, out long number)
    {
        number = 0;
        if (text is null || !Form().IsMatch(text))
            return false;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) || TryParseOtherSpelling(text, out number);
    }

    private static bool TryParseOtherSpelling(string text, out long number)
    {
        // Checked before the exact reading, which would write 1e999999999 out as a billion digits.
        var size = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Math.Abs(size) >= BeyondLong)
        {
            number = size < 0 ? long.MinValue : long.MaxValue;
            return true;
        }

        var isWhole = BigInteger.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var whole);
        number = (long)BigInteger.Clamp(whole, long.MinValue, long.MaxValue);
        return isWhole;
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Form();
}
