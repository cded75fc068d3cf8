using System.Data;
using Dapper;
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
        [typeof(DateTime[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(DateTime?[])] = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        [typeof(long[])] = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        [typeof(byte[][])] = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        [typeof(Guid[])] = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(double)] = NpgsqlDbType.Double,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(Instant)] = NpgsqlDbType.TimestampTz,
        [typeof(Json)] = NpgsqlDbType.Json,
    };

    /// <summary>Teaches Dapper our types and PostgreSQL's naming. Calling again changes nothing.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    /// <summary>The type is always stated, so that a null does not make another prepared statement of the same text.</summary>
    internal static NpgsqlParameter Parameter(Type type, object? value) =>
        new()
        {
            NpgsqlDbType = ByClrType[Nullable.GetUnderlyingType(type) ?? type],
            Value = value switch
            {
                null => DBNull.Value,
                Instant instant => instant.ToDateTimeUtc(),
                Json json => json.Text,
                _ => value,
            },
        };

    private sealed class InstantHandler : SqlMapper.TypeHandler<Instant>
    {
        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            parameter.DbType = DbType.DateTime;
            parameter.Value = value.ToDateTimeUtc();
        }

        public override Instant Parse(object value) => Instant.FromDateTimeUtc((DateTime)value);
    }
}

/// <summary>Text that goes into a <c>json</c> column.</summary>
internal sealed record Json(string Text)
{
    public static Json? Of(string? text) => text is null ? null : new Json(text);
}
