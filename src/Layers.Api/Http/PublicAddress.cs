using Layers.Application.Ports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Layers.Api.Http;

/// <summary>
/// <c>Layers:PublicUrl</c>, or else the address that the present request was sent to, or else, where nobody asked, the first one listened on.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration, IHttpContextAccessor accessor, IServer server) : IPublicAddress
{
    private readonly string? configured = configuration["Layers:PublicUrl"]?.TrimEnd('/');

    // A page asks at every address that stands in it, and as a rule all callers come by the same.
    private volatile SentTo? last;

    public string Base => configured ?? OfRequest() ?? Listening() ?? "";

    private string? OfRequest()
    {
        if (accessor.HttpContext?.Request is not { } request)
            return null;
        var known = last;
        if (known is null || known.Host != request.Headers.Host || known.Scheme != request.Scheme)
            last = known = new SentTo(request.Scheme, request.Headers.Host, $"{request.Scheme}://{request.Host}");
        return known.Address;
    }

    private string? Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/');

    private sealed record SentTo(string Scheme, string? Host, string Address);
}
