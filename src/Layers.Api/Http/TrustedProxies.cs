using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Layers.Api.Http;

/// <param name="Networks">Where the proxies are whose <c>X-Forwarded-For</c> is believed; empty when none is.</param>
internal sealed record TrustedProxies(IReadOnlyList<IPNetwork> Networks);

internal static class ProxyAddresses
{
    /// <summary>From here on the address of a connection is that of the caller, as far as it was named by proxies that are trusted.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<TrustedProxies>().Networks;
        if (networks.Count == 0)
            return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
