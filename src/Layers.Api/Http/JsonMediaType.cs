using Layers.Domain;
using Microsoft.Net.Http.Headers;

namespace Layers.Api.Http;

/// <summary>The media types of bodies: <c>application/json</c>, on PATCH also <c>application/merge-patch+json</c>, both in UTF-8.</summary>
internal static class JsonMediaType
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";

    // The second is not a registered name, but it is often sent and can only mean this.
    private static readonly string[] NamesOfUtf8 = ["utf-8", "utf8"];

    /// <summary>Throws <see cref="ErrorKind.UnsupportedMediaType"/> for any other type, and names those of a PATCH in <c>Accept-Patch</c>.</summary>
    public static void Demand(HttpRequest request)
    {
        if (IsTaken(request))
            return;
        if (HttpMethods.IsPatch(request.Method))
            request.HttpContext.Response.Headers["Accept-Patch"] = $"{Json}, {MergePatch}";
        throw new DomainException(ErrorKind.UnsupportedMediaType, "The body must be application/json in UTF-8.");
    }

    /// <summary>Whether the body is to be read by the rules of RFC 7396, which merge objects.</summary>
    public static bool IsMergePatch(HttpRequest request) =>
        HttpMethods.IsPatch(request.Method) && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && Is(type, MergePatch);

    private static bool IsTaken(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (Is(type, Json) || IsMergePatch(request))
        && (!type.Charset.HasValue || NamesOfUtf8.Contains(HeaderUtilities.RemoveQuotes(type.Charset).Value, StringComparer.OrdinalIgnoreCase));

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
}
