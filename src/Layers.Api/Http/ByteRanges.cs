using Microsoft.Net.Http.Headers;

namespace Layers.Api.Http;

/// <summary>What the framework's file results leave to their callers of RFC 9110, section 14.</summary>
internal static class ByteRanges
{
    private const string Unit = "bytes";

    /// <summary>
    /// Takes <c>Range</c> out of a request for which it means nothing, so that the whole file is the response: one by another method than GET, in another unit
    /// than bytes, or under an <c>If-Range</c> that cannot be read and so cannot hold.
    /// </summary>
    public static void DropOthers(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || !IsOfBytes(request) || !HasReadableCondition(request))
            request.Headers.Remove(HeaderNames.Range);
    }

    private static bool IsOfBytes(HttpRequest request) =>
        RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) && range.Unit.Equals(Unit, StringComparison.OrdinalIgnoreCase);

    private static bool HasReadableCondition(HttpRequest request) =>
        request.Headers.IfRange.Count == 0 || RangeConditionHeaderValue.TryParse(request.Headers.IfRange.ToString(), out _);
}
