using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Xml;
using Npgsql;

namespace Layers.Bare;

internal sealed class Lists(NpgsqlDataSource database)
{
    private const int CursorLength = 24;

    public async Task Get(HttpContext context, Caller caller, Guid project)
    {
        var query = context.Request.Query;
        var (limit, status) = (25, (string?)query["status"]);
        var isBad = query.TryGetValue("limit", out var given) && (!int.TryParse(given, out limit) || limit is < 1 or > 200);
        if (isBad || status is not (null or "queued" or "processing" or "completed" or "failed" or "canceled"))
        {
            await Answer.Refuse(context, StatusCodes.Status400BadRequest, "VALIDATION");
            return;
        }

        await using var select = database.CreateCommand();
        select.Parameters.Add(Database.Parameter(caller.Organization));
        select.Parameters.Add(Database.Parameter(project));
        select.Parameters.Add(Database.Parameter(limit + 1));
        Narrow(select.Parameters, query["cursor"]);
        select.CommandText = Sql(status, query["cursor"]);
        await using var reader = await select.ExecuteReaderAsync();
        if (await reader.ReadAsync())
            await Show(context, reader, limit);
        else
            await Answer.Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND");
    }

    private static void Narrow(NpgsqlParameterCollection parameters, string? cursor)
    {
        if (cursor is null)
            return;
        var position = Base64Url.DecodeFromChars(cursor);
        parameters.Add(Database.Parameter(new DateTime(BitConverter.ToInt64(position), DateTimeKind.Utc)));
        parameters.Add(Database.Parameter(new Guid(position.AsSpan(sizeof(long)))));
    }

    // Words and the inner limit are literals, so that PostgreSQL keeps the plan. The condition that always holds names the index.
    public static string Sql(string? status, string? cursor)
    {
        var sql = new StringBuilder(
            """
            select a.auto_approve_after, r.* from approval_policies a left join lateral (
              select container_id, status, format, caption, creative_type, approval_status, created_at, completed_at, revision, review_since, held_at, preview, primary_asset
              from containers where organization_id = $1 and project_id = $2
            """);
        sql.Append(status is null
            ? " and creative_type <> 'containers_listed'"
            : $" and status = '{status}' and creative_type <> 'containers_listed_by_status'");
        if (cursor is not null)
            sql.Append(" and (created_at, container_id) < ($4, $5)");
        return sql.Append(" order by created_at desc, container_id desc limit 201) r on true where a.organization_id = $1 and a.project_id = $2 limit $3").ToString();
    }

    private static async Task Show(HttpContext context, NpgsqlDataReader reader, int limit)
    {
        // Rows are written as they come: what PostgreSQL sent is in the buffer already, so nothing here waits.
        await Answer.Write(context, (reader, limit, Answer.AddressOf(context)), static (json, page) =>
        {
            var (reader, limit, address) = page;
            string? next = null;
            var (time, id, count) = (default(DateTime), Guid.Empty, 0);
            json.WriteStartObject();
            json.WriteStartArray("items");
            do
            {
                if (reader.IsDBNull(1))
                    break;
                if (count++ == limit)
                {
                    next = CursorOf(time, id);
                    break;
                }

                (time, id) = (reader.GetDateTime(7), reader.GetGuid(1));
                WriteRow(json, reader, address);
            }
            while (reader.Read());
            json.WriteEndArray();
            json.WriteString("nextCursor", next);
            json.WriteEndObject();
        });
    }

    private static void WriteRow(Utf8JsonWriter json, NpgsqlDataReader row, byte[] address)
    {
        var creativeType = row.GetString(5);
        var approvalStatus = row.GetString(6);
        var isDue = approvalStatus == "pending" && row.IsDBNull(11) && !row.IsDBNull(0);
        json.WriteStartObject();
        json.WriteId("id", "cnt_", row.GetGuid(1));
        json.WriteString("status", row.GetString(2));
        json.WriteString("format", row.Text(3));
        json.WriteString("caption", row.Text(4));
        json.WriteString("creativeType", creativeType);
        json.WriteString("adsEnrollment", creativeType == "generated" ? "auto" : "opted_out");
        json.WriteString("approvalStatus", approvalStatus);
        json.WriteTime("createdAt", row.GetDateTime(7));
        json.WriteTime("completedAt", row.Time(8));
        json.WriteNumber("revision", row.GetInt32(9));
        json.WriteTime("heldAt", row.Time(11));
        json.WriteTime("autoApproveAt", isDue ? row.GetDateTime(10) + XmlConvert.ToTimeSpan(row.GetString(0)) : null);
        json.WriteMedia("preview", row.Json(12), "null", address);
        json.WriteMedia("primaryAsset", row.Json(13), "null", address);
        json.WriteEndObject();
    }

    private static string CursorOf(DateTime time, Guid id)
    {
        Span<byte> position = stackalloc byte[CursorLength];
        BitConverter.TryWriteBytes(position, time.Ticks);
        id.TryWriteBytes(position[sizeof(long)..]);
        return Base64Url.EncodeToString(position);
    }
}
