using Layers.Application.Ports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Layers.Api.Http;

/// <param name="Base">How callers reach this server, without a slash at the end; null when nobody has said so.</param>
public sealed record PublicUrl(string? Base);

/// <summary><c>Layers:PublicUrl</c>, or else the first address listened on. Who has a request at hand asks <see cref="RequestAddress"/>.</summary>
public sealed class PublicAddress(PublicUrl configured, IServer server) : IPublicAddress
{
    // As a rule all callers come by the same.
    private volatile SentTo? last;

    public string Base => configured.Base ?? Listening() ?? "";

    /// <summary><c>Layers:PublicUrl</c>, or else the address that this request was sent to.</summary>
    public string Of(HttpRequest request)
    {
        if (configured.Base is { } address)
            return address;
        var known = last;
        if (known is null || known.Host != request.Headers.Host || known.Scheme != request.Scheme)
            last = known = new SentTo(request.Scheme, request.Headers.Host, $"{request.Scheme}://{request.Host}");
        return known.Address;
    }

    private string? Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/');

    private sealed record SentTo(string Scheme, string? Host, string Address);
}

/// <summary>The public address as the present request knows it. Handed on by its scope: a context that follows every await costs more than the response.</summary>
public sealed class RequestAddress(PublicAddress address) : IRequestAddress
{
    /// <summary>Null outside of a request.</summary>
    public HttpRequest? Request { get; set; }

    public string Base => Request is { } request ? address.Of(request) : address.Base;
}
