using Layers.Application.Ports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Layers.Api.Http;

/// <param name="Base">How callers reach this server, without a slash at the end; null when nobody has said so.</param>
public sealed record PublicUrl(string? Base);

/// <summary>
/// <c>Layers:PublicUrl</c>, or else the address that the present request was sent to, or else, where nobody asked, the first one listened on.
/// </summary>
public sealed class PublicAddress(PublicUrl configured, IHttpContextAccessor accessor, IServer server) : IPublicAddress
{
    // A page asks at every address that stands in it, and as a rule all callers come by the same.
    private volatile SentTo? last;

    public string Base => configured.Base ?? OfRequest() ?? Listening() ?? "";

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
