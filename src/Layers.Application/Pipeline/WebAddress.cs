namespace Layers.Application.Pipeline;

/// <summary>The rule for addresses that this server sends requests to.</summary>
internal static class WebAddress
{
    /// <summary>An absolute address without a user name and a fragment. What meets the rule parses as a <see cref="Uri"/>.</summary>
    /// <param name="most">The longest that it may be, in code points.</param>
    /// <param name="allowHttp">Whether http will do.</param>
    public static FieldRule<string> Rule(int most, bool allowHttp)
    {
        var line = Rules.Line(most).And(text => FaultOf(text, allowHttp));
        return line with { Shape = line.Shape with { Format = "uri" } };
    }

    private static string? FaultOf(string text, bool allowHttp)
    {
        // The parser would trim blanks, and turn a backslash around.
        var isWritten = !text.Any(char.IsWhiteSpace) && !text.Contains('\\', StringComparison.Ordinal);
        if (!isWritten || !Uri.TryCreate(text, UriKind.Absolute, out var parsed) || !IsWeb(parsed, allowHttp))
            return $"must be an absolute {(allowHttp ? "http or https" : "https")} address";
        if (parsed.UserInfo.Length > 0)
            return "must not hold a user name or password";
        return parsed.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal) ? "must not have a fragment" : null;
    }

    private static bool IsWeb(Uri url, bool allowHttp) => url.Scheme == Uri.UriSchemeHttps || (allowHttp && url.Scheme == Uri.UriSchemeHttp);
}
