namespace Layers.Api.Http;

/// <summary>
/// Lets every address that takes GET take HEAD too. The same action runs, so that status and headers are the same; Kestrel sends no body to HEAD.
/// The document leaves HEAD out, since it would say everything twice.
/// </summary>
internal static class HeadRequests
{
    public static TBuilder TakeHeadWhereGetIs<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(TakeHead);
        return endpoints;
    }

    private static void TakeHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is not { } taken || !taken.HttpMethods.Contains(HttpMethods.Get))
            return;
        endpoint.Metadata.Remove(taken);
        endpoint.Metadata.Add(new HttpMethodMetadata([.. taken.HttpMethods, HttpMethods.Head], taken.AcceptCorsPreflight));
    }
}
