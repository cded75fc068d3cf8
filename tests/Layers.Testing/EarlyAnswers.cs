using System.Net.Sockets;

namespace Layers.Testing;

/// <summary>
/// Connections over which an answer is read even when the server hangs up in the middle of the request. HttpClient by itself gives up on the answer when it
/// cannot send the rest, which depends on which of the two comes first.
/// </summary>
public static class EarlyAnswers
{
    public static SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new StreamToWhoeverStillListens(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private sealed class StreamToWhoeverStillListens(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                await base.WriteAsync(buffer, cancellationToken);
            }
            catch (IOException)
            {
                // The server has hung up; what it said before is still there to be read.
            }
        }
    }
}
