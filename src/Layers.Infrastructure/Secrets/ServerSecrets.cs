using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using Layers.Application.Ports;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Secrets;

internal sealed class ServerSecrets(Connections connections) : IServerSecrets
{
    private const int Bytes = 32;

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);

    public async ValueTask<byte[]> Get(string name, CancellationToken cancellationToken) =>
        known.TryGetValue(name, out var secret) ? secret : known[name] = await ReadOrMake(name, cancellationToken);

    private const string InsertSecret = "insert into server_secrets (name, value) values (@name, @value) on conflict (name) do nothing";

    private const string SelectSecret = "select value from server_secrets where name = @name";

    // Two nodes may both make one; the first to commit wins, and both read hers.
    private async Task<byte[]> ReadOrMake(string name, CancellationToken cancellationToken)
    {
        await using var pooled = await connections.Open(organization: null, cancellationToken);
        var connection = pooled.Connection;
        var insert = new CommandDefinition(InsertSecret, new { name, value = RandomNumberGenerator.GetBytes(Bytes) }, cancellationToken: cancellationToken);
        await connection.ExecuteAsync(insert);
        return await connection.QuerySingleAsync<byte[]>(new CommandDefinition(SelectSecret, new { name }, cancellationToken: cancellationToken));
    }
}
