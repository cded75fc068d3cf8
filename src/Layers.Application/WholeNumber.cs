using System.Globalization;

namespace Layers.Application;

/// <summary>Whole numbers in text: digits, and nothing else.</summary>
public static class WholeNumber
{
    /// <returns>False for signs, spaces and numbers beyond 64 bits too.</returns>
    public static bool TryParse(string? text, out long number)
    {
        // By itself the parser would also take U+0000 behind the digits.
        number = 0;
        return text is not null && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
