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
    public string Base => configured.Base ?? OfRequest() ?? Listening() ?? "";

    private string? OfRequest() => accessor.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}" : null;

    private string? Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/');
}
