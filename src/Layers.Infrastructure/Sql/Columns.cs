using Layers.Application.Content;
using Layers.Domain;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>Our types in the columns of a row that is read by hand. Nothing is boxed.</summary>
internal static class Columns
{
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static TEnum Word<TEnum>(this NpgsqlDataReader row, int column)
        where TEnum : struct, Enum => Words.Parse<TEnum>(row.GetString(column));

    public static TEnum? WordOrNull<TEnum>(this NpgsqlDataReader row, int column)
        where TEnum : struct, Enum => row.IsDBNull(column) ? null : row.Word<TEnum>(column);

    public static Instant Instant(this NpgsqlDataReader row, int column) => row.GetFieldValue<Instant>(column);

    public static Instant? InstantOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static StoredMedia? MediaOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new StoredMedia(row.GetFieldValue<byte[]>(column));
}
