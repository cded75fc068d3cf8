using System.Globalization;
using System.Text;

namespace Layers.Domain;

/// <summary>Rules for text that a caller hands in and that must come out byte for byte.</summary>
public static class Text
{
    /// <summary>Length in Unicode code points; an emoji counts once.</summary>
    public static int CodePoints(string text) => text.EnumerateRunes().Count();

    /// <summary>Whether a store and a platform can keep the text as it is: no U+0000, no unpaired surrogate.</summary>
    public static bool IsStorable(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || rune.Value == 0)
                return false;
            rest = rest[used..];
        }

        return true;
    }

    /// <summary>Whether the text fits on one line of a list or a log: it holds no control character and no line separator.</summary>
    public static bool IsOneLine(string text) =>
        text.All(letter => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    /// <summary>Whether there is nothing to read in the text: it is empty, or holds only spaces, line breaks and characters without a shape.</summary>
    public static bool IsBlank(string text) =>
        text.All(letter => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format);
}
