using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Layers.Testing;

/// <summary>Sends header lines as they are given. <see cref="HttpClient"/> would put those of the same name on one line.</summary>
public static class HeaderLines
{
    /// <summary>The status, and the whole answer as it came.</summary>
    /// <param name="target">Method and path: <c>GET /v1/whoami</c>.</param>
    public static async Task<(int Status, string Text)> SendLines(this ApiServer server, string target, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        var request = string.Join("\r\n", [$"{target} HTTP/1.1", "Host: layers", "Connection: close", .. lines, "", ""]);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var text = await reader.ReadToEndAsync();
        return (int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture), text);
    }
}
