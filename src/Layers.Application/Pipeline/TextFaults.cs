using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>What is wrong with a text ("must …"), or null.</summary>
public static class TextFaults
{
    private const string MustBeOneLine = "must not contain control characters or line breaks";

    public static string? Of(string text, int least, int most) =>
        !Text.IsStorable(text) ? "must not contain U+0000 or unpaired surrogates"
        : Text.CodePoints(text) > most ? $"must be at most {most:N0} characters"
        : Text.CodePoints(text) < least ? least == 1 ? "must not be empty" : $"must be at least {least:N0} characters"
        : least > 0 ? OfBlanks(text)
        : null;

    /// <summary>For a text that may be left out or empty, but not stand there and say nothing.</summary>
    public static string? OfBlanks(string text) => text.Length > 0 && Text.IsBlank(text) ? "must not be blank" : null;

    public static string? OfLine(string text, int most) => OfSearch(text, most) ?? Of(text, least: 1, most);

    public static string? OfSearch(string text, int most) => Of(text, least: 0, most) ?? (Text.IsOneLine(text) ? null : MustBeOneLine);
}
