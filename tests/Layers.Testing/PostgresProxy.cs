using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Layers.Testing;

/// <summary>
/// Stands between a server and its PostgreSQL and passes on what the server says message by message, so that a test can count the messages,
/// hold one back, or end the connection at any of them.
/// </summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    private static readonly Func<FrontendMessage, Task<Fate>> PassAll = _ => Task.FromResult(Fate.Pass);

    private readonly ConcurrentBag<ProxiedConnection> connections = [];
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly Task accepting;
    private volatile Func<FrontendMessage, Task<Fate>> judge = PassAll;
    private Action thaw = () => { };

    /// <param name="database">What lies behind.</param>
    /// <param name="settings">More of the connection string: how patient the server is.</param>
    public PostgresProxy(TestDatabase database, string settings = "")
    {
        target = new NpgsqlConnectionStringBuilder(database.TcpConnectionString);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder($"{database.TcpConnectionString};{settings}")
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
        accepting = Accept();
    }

    /// <summary>To the same database, through here.</summary>
    public string ConnectionString { get; }

    /// <summary>From now on every message, of whichever connection, is shown to <paramref name="by"/> before it is passed on.</summary>
    public void Judge(Func<FrontendMessage, Fate> by) => judge = message => Task.FromResult(by(message));

    /// <summary>The same; the connection waits until the judge has made up its mind.</summary>
    public void Judge(Func<FrontendMessage, Task<Fate>> by) => judge = by;

    /// <summary>From now on nothing arrives, not even what opens a connection: a database that hangs, or a network that swallows. Call to thaw.</summary>
    public Action Freeze()
    {
        var thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Judge(async _ =>
        {
            await thawed.Task;
            return Fate.Pass;
        });
        thaw = () =>
        {
            Rest();
            thawed.TrySetResult();
        };
        return thaw;
    }

    /// <summary>Passes everything on again.</summary>
    public void Rest() => judge = PassAll;

    /// <summary>Passes everything on, and keeps a list of it.</summary>
    public IReadOnlyCollection<FrontendMessage> Record()
    {
        var messages = new ConcurrentQueue<FrontendMessage>();
        Judge(message =>
        {
            messages.Enqueue(message);
            return Fate.Pass;
        });
        return messages;
    }

    /// <summary>Returns when PostgreSQL has let go of every connection that was cut: what they began is committed or rolled back by then.</summary>
    public Task Settled() => Task.WhenAll(connections.Where(connection => connection.IsCut).Select(connection => connection.Ended));

    public async ValueTask DisposeAsync()
    {
        thaw(); // A test that failed in the ice must not stay in it.
        listener.Stop();
        await accepting;
        foreach (var connection in connections)
            connection.Cut();
        await Task.WhenAll(connections.Select(connection => connection.Ended));
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await server.ConnectAsync(IPAddress.Loopback, target.Port);
                connections.Add(new ProxiedConnection(client, server, message => judge(message)));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}

/// <summary>What becomes of a message.</summary>
public enum Fate
{
    Pass,

    /// <summary>Neither this message nor any later one arrives, and no answer gets back.</summary>
    Cut,

    /// <summary>The message arrives, but no later one does, and no answer gets back.</summary>
    PassAndCut,
}

/// <summary>A message to PostgreSQL.</summary>
/// <param name="Type">As on the wire: <c>Q</c>uery, <c>P</c>arse, <c>B</c>ind, <c>D</c>escribe, <c>E</c>xecute, <c>S</c>ync …; 0 for those that open a connection.</param>
/// <param name="Sql">The statement that it is about, where it is about one.</param>
public sealed record FrontendMessage(char Type, string? Sql)
{
    /// <summary>The sender waits for the answer to this one. A <c>begin</c> is sent together with what follows.</summary>
    public bool EndsRoundTrip => Type == 'S' || (Type == 'Q' && !IsBegin);

    public bool IsCommit => string.Equals(Sql, "commit", StringComparison.OrdinalIgnoreCase);

    public bool IsBegin => Sql?.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase) == true;
}
