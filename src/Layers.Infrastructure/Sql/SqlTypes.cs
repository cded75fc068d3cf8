using System.Data;
using System.Text;
using Dapper;
using Layers.Application.Content;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Layers.Infrastructure.Sql;

/// <summary>How the types of this program travel to PostgreSQL and back.</summary>
public static class SqlTypes
{
    private static readonly Dictionary<Type, NpgsqlDbType> ByClrType = new()
    {
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(string[])] = NpgsqlDbType.Array | NpgsqlDbType.Text,
        [typeof(Guid?[])] = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        [typeof(Instant[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(Instant?[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(int[])] = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        [typeof(long[])] = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        [typeof(byte[][])] = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        [typeof(Guid[])] = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(double)] = NpgsqlDbType.Double,
        [typeof(decimal)] = NpgsqlDbType.Numeric,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(Instant)] = NpgsqlDbType.TimestampTz,
        [typeof(Json)] = NpgsqlDbType.Json,
        [typeof(StoredMedia)] = NpgsqlDbType.Json,
    };

    /// <summary>Teaches Dapper our types and PostgreSQL's naming. Calling again changes nothing.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeMap(typeof(Instant), DbType.DateTime, useGetFieldValue: true);
        SqlMapper.AddTypeHandler(new StoredMediaHandler());
    }

    /// <summary>Whether arguments may be of the type.</summary>
    internal static bool Has(Type type) => ByClrType.ContainsKey(Bare(type));

    /// <summary>The type is always stated, so that a null does not make another prepared statement of the same text.</summary>
    internal static NpgsqlParameter Parameter(Type type, object? value) =>
        new()
        {
            NpgsqlDbType = ByClrType[Bare(type)],
            Value = value switch
            {
                null => DBNull.Value,
                Json json => json.Text,
                StoredMedia media => media.Json,
                _ => value,
            },
        };

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    // Dapper asks for a column's value without saying as what, and of JSON that is a string.
    private sealed class StoredMediaHandler : SqlMapper.TypeHandler<StoredMedia>
    {
        public override void SetValue(IDbDataParameter parameter, StoredMedia? value) => parameter.Value = value?.Json;

        public override StoredMedia Parse(object value) => new(Encoding.UTF8.GetBytes((string)value));
    }
}

/// <summary>Text that goes into a <c>json</c> column.</summary>
internal sealed record Json(string Text)
{
    public static Json? Of(string? text) => text is null ? null : new Json(text);
}
