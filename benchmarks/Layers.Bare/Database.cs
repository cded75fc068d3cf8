using Npgsql;
using NpgsqlTypes;

namespace Layers.Bare;

internal static class Database
{
    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>With the settings of the product's own pool, time-outs left out.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = Math.Max(16, 4 * Environment.ProcessorCount) + 1,
            Options = "-c role=layers_app -c jit=off -c random_page_cost=1.1",
        };
        return new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableArrays().Build();
    }

    public static NpgsqlParameter Parameter<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime? Time(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDateTime(column);

    public static byte[]? Json(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);
}

internal static class Ids
{
    private const int PrefixLength = 4;

    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text.AsSpan(Math.Min(PrefixLength, text?.Length ?? 0)), "D", out id);
}
