using Npgsql;

namespace Layers.Testing;

/// <summary>A fingerprint of every row of every table: two that are equal say that nothing was stored in between.</summary>
public static class DatabaseDigest
{
    private const string SelectTables = "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'";

    /// <summary>By table, so that a difference says where it is.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Take(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var tables = await Read(connection, SelectTables, reader => reader.GetString(0));
        var digests = await Read(
            connection,
            string.Join(" union all ", tables.Select(SelectDigest)),
            reader => KeyValuePair.Create(reader.GetString(0), reader.GetString(1)));
        return new Dictionary<string, string>(digests);
    }

    private static string SelectDigest(string table) =>
        $"select '{table}', count(*) || ' rows ' || md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) from {table} t";

    private static async Task<List<T>> Read<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }
}
