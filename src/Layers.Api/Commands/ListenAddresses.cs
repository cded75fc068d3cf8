using System.Net;

namespace Layers.Api.Commands;

/// <summary>Where the server is to listen. Kestrel takes a host that it cannot read, port and all, for every address of the machine.</summary>
internal static class ListenAddresses
{
    private static readonly string[] Names = ["localhost", "*", "+"];

    /// <exception cref="FormatException">A typing mistake would open the server to the network.</exception>
    public static void RefuseUnintended(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        foreach (var url in urls.Concat(endpoints))
        {
            if (!IsMeant(BindingAddress.Parse(url)))
                throw new FormatException($"{url} is nowhere to listen: it takes an IP address, localhost or *, and a port.");
        }
    }

    private static bool IsMeant(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || Names.Contains(address.Host, StringComparer.OrdinalIgnoreCase) || IPAddress.TryParse(address.Host, out _);
}
