using Swashbuckle.AspNetCore.SwaggerUI;

namespace Layers.Api.OpenApi;

/// <summary>The page at <c>/docs</c>, on which a key can be pasted and a call be tried. All of it comes from this server.</summary>
internal static class DocsPage
{
    public const string Prefix = "docs";

    /// <summary>Of the one style sheet that Swagger UI puts into the page itself.</summary>
    private const string KnownStyle = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    // Nothing from elsewhere, nothing inline that is not known, and nobody may frame it: somebody pastes a key here.
    private const string Policy =
        $"default-src 'none'; script-src 'self'; style-src 'self' {KnownStyle}; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseDocsPage(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments($"/{Prefix}", StringComparison.OrdinalIgnoreCase), UsePage);

    // Swagger UI serves GET only. Kestrel remembers that it was HEAD, and sends no body.
    private static async Task TakeHeadAndGetOnly(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = $"{HttpMethods.Get}, {HttpMethods.Head}";
            return;
        }

        try
        {
            context.Request.Method = HttpMethods.Get;
            await next(context);
        }
        finally
        {
            context.Request.Method = method;
        }
    }

    private static void UsePage(IApplicationBuilder docs)
    {
        docs.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        docs.Use(TakeHeadAndGetOnly);
        docs.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Prefix;
            page.DocumentTitle = "Layers";
            page.HeadContent = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
            page.SwaggerEndpoint($"/{ApiDocument.Path}", "Layers");
            page.DocExpansion(DocExpansion.List);
            page.DefaultModelsExpandDepth(0);
            page.DisplayOperationId();
            page.DisplayRequestDuration();
            page.ConfigObject.PersistAuthorization = false;
        });
    }
}
