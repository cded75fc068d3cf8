namespace Layers.Application.Pipeline;

/// <summary>The rule for addresses that this server sends requests to.</summary>
internal static class WebAddress
{
    /// <param name="text">As the caller sent it.</param>
    /// <param name="most">The longest that it may be, in code points.</param>
    /// <param name="allowHttp">Whether http will do.</param>
    /// <param name="url">The address; null when there is a fault.</param>
    /// <returns>What is wrong with it ("must …"), or null.</returns>
    public static string? FaultOf(string text, int most, bool allowHttp, out Uri? url)
    {
        url = null;
        if (Fields.FaultOfLine(text, most) is { } fault)
            return fault;

        // The parser would trim blanks, and turn a backslash around.
        var isWritten = !text.Any(char.IsWhiteSpace) && !text.Contains('\\', StringComparison.Ordinal);
        if (!isWritten || !Uri.TryCreate(text, UriKind.Absolute, out var parsed) || !IsWeb(parsed, allowHttp))
            return $"must be an absolute {(allowHttp ? "http or https" : "https")} address";
        if (parsed.UserInfo.Length > 0)
            return "must not hold a user name or password";
        if (parsed.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal))
            return "must not have a fragment";
        url = parsed;
        return null;
    }

    private static bool IsWeb(Uri url, bool allowHttp) => url.Scheme == Uri.UriSchemeHttps || (allowHttp && url.Scheme == Uri.UriSchemeHttp);
}
