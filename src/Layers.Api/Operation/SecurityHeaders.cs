using Layers.Api.Http;

namespace Layers.Api.Operation;

/// <summary>Headers that every response sends to browsers. An endpoint may set its own.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Https = "https://";

    public Task InvokeAsync(HttpContext context, RequestAddress address)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (address.Base.StartsWith(Https, StringComparison.OrdinalIgnoreCase))
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }
}
