using System.Net;
using System.Net.Sockets;
using System.Text;
using Layers.Infrastructure.Http;

namespace Layers.Infrastructure.Tests.Http;

/// <summary>A receiver that hangs up, by hand, so that it does so at the worst moment: when a request has come on a connection that served before.</summary>
public sealed class KeptConnectionsTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient client = OutboundHttp.CreateClient(allowPrivateAddresses: true);

    public KeptConnectionsTests() => listener.Start();

    public void Dispose()
    {
        client.Dispose();
        listener.Dispose();
    }

    [Fact]
    public async Task KeptConnection_ThatIsClosedInsteadOfAnAnswer_CostsNoAttempt()
    {
        var received = Receive(answers: [true, false, true]);

        var statuses = new List<HttpStatusCode> { await Post("first"), await Post("second") };

        statuses.Should().Equal(HttpStatusCode.NoContent, HttpStatusCode.NoContent);
        (await received).Should().Equal("first", "second", "second");
    }

    [Fact]
    public async Task Receiver_ThatClosesAfterEachAnswerWithoutSayingSo_CostsNoAttempt()
    {
        var received = Receive(answers: [true, true, true, true, true], closes: true);

        foreach (var body in new[] { "first", "second", "third", "fourth", "fifth" })
            (await Post(body)).Should().Be(HttpStatusCode.NoContent);

        (await received).Should().Equal("first", "second", "third", "fourth", "fifth");
    }

    [Fact]
    public async Task FreshConnection_ThatIsClosedInsteadOfAnAnswer_IsAFailureOfOneAttempt()
    {
        var received = Receive(answers: [false, false, true]);

        await FluentActions.Awaiting(() => Post("first")).Should().ThrowAsync<HttpRequestException>();
        await FluentActions.Awaiting(() => Post("second")).Should().ThrowAsync<HttpRequestException>();
        (await Post("third")).Should().Be(HttpStatusCode.NoContent);

        (await received).Should().Equal("first", "second", "third");
    }

    [Fact]
    public async Task Receiver_ThatHangsUpOnTheSecondConnectionToo_IsAFailure()
    {
        var received = Receive(answers: [true, false, false]);
        await Post("first");

        await FluentActions.Awaiting(() => Post("second")).Should().ThrowAsync<HttpRequestException>();

        (await received).Should().Equal("first", "second", "second");
    }

    private async Task<HttpStatusCode> Post(string body)
    {
        using var content = new StringContent(body);
        using var answer = await client.PostAsync(new Uri($"http://{listener.LocalEndpoint}/"), content);
        return answer.StatusCode;
    }

    /// <summary>Takes one request after the other, answers it or hangs up, and says what came.</summary>
    private async Task<List<string>> Receive(IReadOnlyList<bool> answers, bool closes = false)
    {
        var bodies = new List<string>();
        TcpClient? connection = null;
        foreach (var isAnswered in answers)
        {
            connection ??= await listener.AcceptTcpClientAsync();
            bodies.Add(await ReadBody(connection.GetStream()));
            if (isAnswered)
                await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
            if (isAnswered && !closes)
                continue;
            connection.Dispose();
            connection = null;
        }

        connection?.Dispose();
        return bodies;
    }

    private static async Task<string> ReadBody(NetworkStream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4_096]);
        while (!IsWhole(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                break;
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString().Split("\r\n\r\n")[^1];
    }

    private static bool IsWhole(string request)
    {
        var parts = request.Split("\r\n\r\n");
        var length = parts[0].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?["Content-Length: ".Length..];
        return parts.Length > 1 && length is not null && parts[1].Length == int.Parse(length);
    }
}
