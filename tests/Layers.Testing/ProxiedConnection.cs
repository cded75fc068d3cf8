using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Layers.Testing;

/// <summary>One connection through <see cref="PostgresProxy"/>: cuts the frontend's stream into messages; the answers it only copies.</summary>
internal sealed class ProxiedConnection
{
    private const int LengthBytes = 4;
    private const int CodeBytes = 4;
    private const int FirstOwnProtocolCode = 1234 << 16; // SSL, GSS and cancel requests: nothing with a type follows these.

    private readonly Socket client;
    private readonly Socket server;
    private readonly Func<FrontendMessage, Task<Fate>> judge;
    private readonly Dictionary<string, string> statements = new(StringComparer.Ordinal);
    private string? bound;
    private volatile bool isCut;

    public ProxiedConnection(Socket client, Socket server, Func<FrontendMessage, Task<Fate>> judge)
    {
        (this.client, this.server, this.judge) = (client, server, judge);
        client.NoDelay = true;
        Ended = Task.WhenAll(Task.Run(PassQuestions), Task.Run(PassAnswers));
    }

    public bool IsCut => isCut;

    /// <summary>Done when PostgreSQL has closed its end.</summary>
    public Task Ended { get; }

    /// <summary>The server behind us sees its connection fail, PostgreSQL sees its client go.</summary>
    public void Cut()
    {
        isCut = true;
        client.Close(timeout: 0);
        TryHalfClose();
    }

    private async Task PassQuestions()
    {
        try
        {
            await using var questions = new NetworkStream(client);
            var fate = await PassOpening(questions);
            while (fate == Fate.Pass)
                fate = await PassMessage(questions);
            Cut();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Either end has gone.
            TryHalfClose();
        }
    }

    private async Task PassAnswers()
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await server.ReceiveAsync(buffer) is var received and > 0)
                await Answer(buffer.AsMemory(0, received));
        }
        catch (SocketException)
        {
            // PostgreSQL was stopped.
        }

        client.Close();
        server.Close();
    }

    private async Task Answer(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (!isCut)
                await client.SendAsync(bytes);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody listens any more; PostgreSQL is heard out all the same.
        }
    }

    /// <summary>Messages without a type, up to the one that starts a session.</summary>
    private async Task<Fate> PassOpening(NetworkStream questions)
    {
        while (true)
        {
            var message = await ReadRest(questions, typeBytes: 0);
            var fate = await Pass(new FrontendMessage('\0', Sql: null), message);
            var code = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(LengthBytes, CodeBytes));
            if (fate != Fate.Pass || code < FirstOwnProtocolCode)
                return fate;
        }
    }

    private async Task<Fate> PassMessage(NetworkStream questions)
    {
        var type = new byte[1];
        await questions.ReadExactlyAsync(type);
        var message = await ReadRest(questions, typeBytes: 1);
        message[0] = type[0];
        return await Pass(Understand((char)type[0], message.AsSpan(1 + LengthBytes)), message);
    }

    private static async Task<byte[]> ReadRest(NetworkStream questions, int typeBytes)
    {
        var length = new byte[LengthBytes];
        await questions.ReadExactlyAsync(length);
        var message = new byte[typeBytes + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(message, typeBytes);
        await questions.ReadExactlyAsync(message.AsMemory(typeBytes + LengthBytes));
        return message;
    }

    private async Task<Fate> Pass(FrontendMessage message, byte[] bytes)
    {
        var fate = await judge(message);
        if (fate != Fate.Cut)
            await server.SendAsync(bytes);
        return fate;
    }

    private FrontendMessage Understand(char type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case 'Q':
                return new FrontendMessage(type, Text(ref body));
            case 'P':
                var name = Text(ref body);
                return new FrontendMessage(type, statements[name] = Text(ref body));
            case 'B':
                Text(ref body);
                bound = statements.GetValueOrDefault(Text(ref body));
                return new FrontendMessage(type, bound);
            case 'E':
                return new FrontendMessage(type, bound);
            default:
                return new FrontendMessage(type, Sql: null);
        }
    }

    private static string Text(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(body[..end]);
        body = body[(end + 1)..];
        return text;
    }

    private void TryHalfClose()
    {
        try
        {
            server.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // PostgreSQL was first.
        }
    }
}
