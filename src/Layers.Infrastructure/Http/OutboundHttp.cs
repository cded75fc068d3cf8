using System.Net;
using System.Net.Sockets;
using Layers.Application.Pipeline;

namespace Layers.Infrastructure.Http;

/// <summary>
/// HTTP to addresses that callers chose. What a name resolves to is judged when the connection is made, so that a name cannot change its mind
/// in between; redirects are not followed, and no proxy and no cookie is used.
/// </summary>
public static class OutboundHttp
{
    public const int LargestAnswer = 65_536;

    /// <summary>
    /// The rule for an address that such a client sends requests to. One that is written as a private one is refused unless those are allowed. What a name
    /// resolves to is judged when the connection is made.
    /// </summary>
    public static FieldRule<string> Address(int most, bool allowHttp, bool allowPrivateAddresses) =>
        Rules.WebAddress(most, allowHttp).And(text =>
            !allowPrivateAddresses && PrivateAddresses.LookLike(new Uri(text).IdnHost) ? "must not lead to a private address" : null);

    /// <summary>The sender says how long it may take, the response body included.</summary>
    public static HttpClient CreateClient(bool allowPrivateAddresses)
    {
        var kept = ConnectionsFor(allowPrivateAddresses, lifetime: TimeSpan.FromMinutes(5));
        var fresh = ConnectionsFor(allowPrivateAddresses, lifetime: TimeSpan.Zero);
        return new HttpClient(new KeptConnections(kept, fresh)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }

    private static SocketsHttpHandler ConnectionsFor(bool allowPrivateAddresses, TimeSpan lifetime) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = lifetime,
            ConnectCallback = (context, cancellationToken) => Connect(context.DnsEndPoint, allowPrivateAddresses, cancellationToken),
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(UsedConnection.Watch(context.PlaintextStream)),
        };

    private static async ValueTask<Stream> Connect(DnsEndPoint endPoint, bool allowPrivateAddresses, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(endPoint.Host, out var literal) ? [literal] : await Resolve(endPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => allowPrivateAddresses || !PrivateAddresses.Contain(address)).ToArray();
        if (allowed.Length == 0)
            throw new PrivateAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // On a thread of its own: resolving blocks, and names whose servers never answer would take the threads that serve requests.
    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) =>
        Task.Factory
            .StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);
}

/// <summary>The name leads to addresses of this machine or this network only.</summary>
public sealed class PrivateAddressException() : IOException("The address is private and is not connected to.");
