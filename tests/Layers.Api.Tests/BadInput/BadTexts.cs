using System.Text.Json.Nodes;

namespace Layers.Api.Tests.BadInput;

/// <summary>What text a field takes.</summary>
internal enum TextKind
{
    /// <summary>Of one line, and not blank.</summary>
    Line,

    /// <summary>Of one line, or nothing.</summary>
    Sought,

    /// <summary>Any text, or none.</summary>
    Text,

    /// <summary>Any text that is not blank.</summary>
    Remark,

    /// <summary>The same, or nothing.</summary>
    RemarkOrNothing,

    Instant,
    Address,
    Number,
    MediaType,
    Metadata,

    /// <summary>A word of a list, an id, a duration, a cursor: as it is written, and with nothing around it.</summary>
    Exact,

    /// <summary>A list of such words.</summary>
    List,
}

/// <summary>Text that is none of a field's kind.</summary>
internal static class BadTexts
{
    private static readonly string[] NoText = ["\0", "a\0b", "\ud800", "a\udc00"];
    private static readonly string[] NotOneLine = ["a\nb", "a\r\nb", "a\tb", "\u001b[31ma", "a\u007f", "a\u0085b", "a\u2028b", "a\u2029b"];
    private static readonly string[] Blank = ["", " ", "\u3000", "\u200b", " \u200b\ufeff"];
    private static readonly string[] BlankLines = ["\n", " \r\n\t "];

    private static readonly string[] NoInstant =
    [
        "2030-01-01T00:00:00Z\0", "2030-01-01T00:00:00Z\0+05:00", "2030-01-01T24:00:00Z", "2030-06-30T23:59:60Z", " 2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00Z ", "2030-01-01T00:00:00Z\n", "2030-01-01t00:00:00Z", "2030-01-01T00:00:00z", "2030-01-01T00:00:00+00:00",
        "2030-01-01T00:00:00-07:00", "2030-01-01T00:00:00", "2030-01-01T00:00:00,5Z", "2030-01-01", "2030-01-01T00:00Z", "20300101T000000Z",
        "2030-W01-2T00:00:00Z", "+2030-01-01T00:00:00Z", "٢٠٣٠-01-01T00:00:00Z", "2030-02-30T00:00:00Z", "1893456000", "",
    ];

    private static readonly string[] NoAddress =
    [
        " https://x.example/a", "https://x.example/a ", "https://x.example/a\r\nb", " https://x.example/a\r\nb ", "https://x.example/a b", "https://x\u3000.example/",
        "https:\\\\x.example\\a", "https://x.example/\ta", "//x.example/a", "/a", "ftp://x.example/", "javascript:alert(1)", "https://me@x.example/", "https://x.example/#a",
        "https://x.example/\0", "https://x.example/\ud800",
    ];

    private static readonly string[] NoNumber = ["5\0", " 5", "5 ", "+5", "5.5", "5\n", "٥", "0x5", ""];

    private static readonly string[] NoMetadata =
        ["""{ "a\nb": 1 }""", """{ "a": { "\t": 1 } }""", """{ "\u2028": 1 }""", """{ "a\u0000": 1 }""", """{ "a": "\u0000" }""", """{ "a": "\ud800" }"""];

    /// <summary>The same as JSON, for a field of a body.</summary>
    public static IEnumerable<string> JsonOf(TextKind kind, JsonNode valid) =>
        kind switch
        {
            TextKind.Metadata => NoMetadata,
            TextKind.List => Of(TextKind.Exact, (string)valid[0]!).Select(value => $"[{Quoted(value)}]"),
            _ => Of(kind, valid is JsonValue ? (string)valid! : "").Select(Quoted),
        };

    /// <param name="kind">Of the field.</param>
    /// <param name="valid">A value that it takes.</param>
    public static string[] Of(TextKind kind, string valid) =>
        kind switch
        {
            TextKind.Line => [.. NoText, .. NotOneLine, .. Blank],
            TextKind.Sought => [.. NoText, .. NotOneLine],
            TextKind.Text => NoText,
            TextKind.Remark => [.. NoText, .. Blank, .. BlankLines],
            TextKind.RemarkOrNothing => [.. NoText, .. Blank.Where(text => text.Length > 0), .. BlankLines],
            TextKind.Instant => NoInstant,
            TextKind.Address => [.. NoText, .. NotOneLine, .. Blank, .. NoAddress],
            TextKind.Number => NoNumber,
            TextKind.MediaType => [.. NoText, "image/jpeg\0", "image/jpeg\r\nX-A: b", "", " ", "image"],
            _ => [.. NoText, "", " ", $"{valid}\0", $" {valid}", $"{valid} ", $"{valid}\n", $"{valid}\0{valid}", $"{valid}\u200b"],
        };

    /// <summary>With an escape for everything that is not ASCII, so that halves of a surrogate pair can be sent too.</summary>
    private static string Quoted(string text) => $"\"{string.Concat(text.Select(letter => letter is >= ' ' and < '\u007f' and not '"' and not '\\' ? letter.ToString() : $"\\u{(int)letter:x4}"))}\"";
}
