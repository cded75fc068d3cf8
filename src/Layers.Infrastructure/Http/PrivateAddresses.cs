using System.Net;
using System.Net.Sockets;

namespace Layers.Infrastructure.Http;

/// <summary>Addresses that no partner's public service has: of this machine, of this network, and those with a special meaning.</summary>
public static class PrivateAddresses
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // IPv6 networks that carry an IPv4 address inside, and where in it.
    private static readonly (IPNetwork Network, int Offset)[] Carriers =
    [
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("::ffff:0:0/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    private const string ThisMachine = "localhost";

    /// <summary>Whether the host of an address is private as it is written. What another name resolves to is not looked up.</summary>
    public static bool LookLike(string host)
    {
        var name = host.TrimEnd('.');
        return IPAddress.TryParse(name, out var address)
            ? Contain(address)
            : name.Equals(ThisMachine, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{ThisMachine}", StringComparison.OrdinalIgnoreCase);
    }

    public static bool Contain(IPAddress address) =>
        Networks.Any(network => network.Contains(address)) || (CarriedBy(address) is { } inner && Contain(inner));

    private static IPAddress? CarriedBy(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        foreach (var (network, offset) in Carriers)
        {
            if (network.Contains(address))
                return new IPAddress(address.GetAddressBytes().AsSpan(offset, 4));
        }

        return null;
    }
}
