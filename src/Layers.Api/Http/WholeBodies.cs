using Layers.Domain;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace Layers.Api.Http;

/// <summary>
/// Refuses a body that is encoded (<c>Content-Encoding: gzip</c>), since nothing here decodes one, and a PUT of a part (<c>Content-Range</c>), which would
/// replace the whole. A range that covers the whole is accepted.
/// </summary>
internal sealed class WholeBodies : IResourceFilter
{
    private const string Identity = "identity";

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (IsEncoded(request) && HasBody(context.HttpContext))
            throw Encoded(context.HttpContext.Response);
        if (HttpMethods.IsPut(request.Method) && IsPart(request))
            throw new DomainException(ErrorKind.Malformed, "This address takes whole files only, and Content-Range says that this is a part of one.");
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // All is done before the body is read.
    }

    private static bool IsEncoded(HttpRequest request) =>
        request.Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding).Any(coding => !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));

    private static bool IsPart(HttpRequest request) =>
        request.Headers.TryGetValue(HeaderNames.ContentRange, out var value)
        && !(ContentRangeHeaderValue.TryParse(value.ToString(), out var range) && range is { From: 0 } && range.Length == range.To + 1 && range.Length == request.ContentLength);

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static DomainException Encoded(HttpResponse response)
    {
        response.Headers.AcceptEncoding = Identity;
        return new DomainException(ErrorKind.UnsupportedMediaType, "The body must not be encoded: send it without Content-Encoding.");
    }
}
