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

    public string Base => configured ?? OfRequest() ?? Listening() ?? "";

    private string? OfRequest() => accessor.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}" : null;

    private string? Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/');
}
