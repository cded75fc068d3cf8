using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Layers.Bare;

internal sealed record Key(Guid Id, Guid Organization, string[] Scopes, byte[] SecretHash, long Asked)
{
    public bool Has(string scope) => Scopes.Contains("*") || Scopes.Contains(scope);
}

internal sealed record Caller(Key Key, string RequestId)
{
    public Guid Organization => Key.Organization;

    public string Actor => $"api_key_{Key.Id:D}";
}

/// <summary>Keys in use, believed for half a second each, as the product does.</summary>
internal sealed class Keys(NpgsqlDataSource database)
{
    private const int PrefixLength = 15; // "Bearer lp_live_"
    private const int KeyIdLength = 16;
    private const int TextLength = PrefixLength + KeyIdLength + 1 + 43;

    private const string SelectKey = "select api_key_id, organization_id, scopes, secret_hash from api_keys where key_id = $1 and killed_at is null";

    private readonly ConcurrentDictionary<string, Key> known = new(StringComparer.Ordinal);

    public async ValueTask<Key?> Find(string? header)
    {
        if (header is not { Length: TextLength } || !header.StartsWith("Bearer lp_", StringComparison.Ordinal))
            return null;
        var keyId = header.Substring(PrefixLength, KeyIdLength);
        if (!known.TryGetValue(keyId, out var key) || Stopwatch.GetElapsedTime(key.Asked).TotalMilliseconds > 500)
            key = await Read(keyId);
        return key is not null && Matches(header, key) ? key : null;
    }

    private static bool Matches(string header, Key key)
    {
        Span<byte> secret = stackalloc byte[TextLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.ASCII.GetBytes(header.AsSpan(PrefixLength + KeyIdLength + 1), secret);
        SHA256.HashData(secret[..length], hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.SecretHash);
    }

    private async Task<Key?> Read(string keyId)
    {
        var asked = Stopwatch.GetTimestamp();
        await using var select = database.CreateCommand(SelectKey);
        select.Parameters.Add(Database.Parameter(keyId));
        await using var reader = await select.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return null;
        return known[keyId] = new Key(reader.GetGuid(0), reader.GetGuid(1), reader.GetFieldValue<string[]>(2), reader.GetFieldValue<byte[]>(3), asked);
    }
}
