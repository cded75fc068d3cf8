using System.Text;
using Npgsql;

namespace Layers.Testing;

/// <summary>Looks for a text in every row of every table, as text and as bytes.</summary>
public static class DatabaseSearch
{
    private const string SelectTables =
        "select array_agg(table_name::text) from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'";

    /// <summary>The tables that hold it somewhere.</summary>
    public static async Task<IReadOnlyList<string>> TablesWith(TestDatabase database, string text)
    {
        var tables = (await database.Value<string[]>(SelectTables))!;
        await using var connection = await database.Connect();
        var found = new List<string>();
        foreach (var table in tables.Order(StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand($"select exists (select from {table} t where position($1 in t::text) > 0 or position($2 in t::text) > 0)", connection);
            command.Parameters.AddWithValue(text);
            command.Parameters.AddWithValue(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
            if (await command.ExecuteScalarAsync() is true)
                found.Add(table);
        }

        return found;
    }
}
