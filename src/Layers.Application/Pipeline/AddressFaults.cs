namespace Layers.Application.Pipeline;

/// <summary>What is wrong with an address that this server shall send requests to.</summary>
internal static class AddressFaults
{
    public static string? Of(string text, bool allowHttp)
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
