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
}
