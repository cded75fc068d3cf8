using Npgsql;

namespace Layers.Testing;

/// <summary>Looking at a database behind the server's back, as its owner.</summary>
public static class Stored
{
    /// <summary>An id as it is stored: without its prefix.</summary>
    public static Guid Uuid(this string id) => Guid.Parse(id[(id.IndexOf('_') + 1)..]);

    public static async Task<NpgsqlConnection> Connect(this TestDatabase database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task Run(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one value that the statement answers; default when that is nothing.</summary>
    public static async Task<T?> Value<T>(this TestDatabase database, string sql, params object[] parameters)
    {
        await using var connection = await database.Connect();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}
