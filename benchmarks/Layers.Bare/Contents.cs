using System.Text.Json;
using System.Xml;
using Npgsql;

namespace Layers.Bare;

internal sealed class Contents(NpgsqlDataSource database)
{
    private const string Columns =
        """
        c.container_id, c.project_id, c.status, c.format, c.hook, c.caption, c.approval_status, c.creative_type, c.created_at, c.completed_at, c.failed_at,
          c.revision, c.decided_at, c.decided_by, c.decision_remark, c.decision_source, c.review_since, c.held_at, c.assets, c.preview, c.asset_codecs
        """;

    private const string GateColumns =
        """
        a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after,
          (select count(*) from (
             select from containers d
             where d.organization_id = c.organization_id and d.project_id = c.project_id and d.approval_status in ('approved', 'rejected')
               and d.creative_type <> 'containers_decided'
             order by d.approval_status limit a.first_n_posts_blocked) decided)::int
        """;

    private const string FromContainers =
        """
        from containers c
        join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
        join approval_policies a on a.organization_id = c.organization_id and a.project_id = c.project_id
        where c.organization_id = $1 and c.container_id = $2
        """;

    public const string SelectContainer = $"select {Columns}, {GateColumns} {FromContainers}";

    public async Task Get(HttpContext context, Caller caller, Guid id)
    {
        await using var select = database.CreateCommand(SelectContainer);
        select.Parameters.Add(Database.Parameter(caller.Organization));
        select.Parameters.Add(Database.Parameter(id));
        await Show(context, select);
    }

    public const string CorrectCaption =
        $"""
         with before as materialized (
           select c.caption, c.creative_type, c.status, a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after {FromContainers}
           and p.archived_at is null
           for update of c for key share of p),
         after as (
           update containers c set caption = $3, completed_at = $4, revision = c.revision + 1
           from before b
           where c.organization_id = $1 and c.container_id = $2 and b.creative_type = 'uploaded' and b.status = 'completed'
           returning c.*),
         audited as (
           insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
           select $1, $5, 'content.caption_corrected', $4, $6, c.project_id, $7, $8, 'service',
             json_build_object('containerId', 'cnt_' || $2::text, 'before', json_build_object('caption', b.caption),
               'after', json_build_object('caption', $3), 'revision', c.revision)
           from before b, after c returning event_id, sequence),
         opened as (insert into audit_seals (organization_id, event_id, sequence) select $1, event_id, sequence from audited)
         select {Columns}, {GateColumns} from after c, before a
         """;

    public async Task PatchCaption(HttpContext context, Caller caller, Guid id)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var caption = body.RootElement.TryGetProperty("caption", out var text) ? text.GetString() : null;
        if (caption is null || caption.Length > 2200)
        {
            await Answer.Refuse(context, StatusCodes.Status422UnprocessableEntity, "VALIDATION");
            return;
        }

        await using var correct = database.CreateCommand(CorrectCaption);
        correct.Parameters.Add(Database.Parameter(caller.Organization));
        correct.Parameters.Add(Database.Parameter(id));
        correct.Parameters.Add(Database.Parameter(caption));
        correct.Parameters.Add(Database.Parameter(Database.Now));
        correct.Parameters.Add(Database.Parameter(Guid.CreateVersion7()));
        correct.Parameters.Add(Database.Parameter(caller.RequestId));
        correct.Parameters.Add(Database.Parameter(caller.Key.Id));
        correct.Parameters.Add(Database.Parameter(caller.Actor));
        await Show(context, correct);
    }

    private static async Task Show(HttpContext context, NpgsqlCommand select)
    {
        await using var reader = await select.ExecuteReaderAsync();
        if (await reader.ReadAsync())
            await Answer.Write(context, (reader, Answer.AddressOf(context)), Write, reader.GetInt32(11));
        else
            await Answer.Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND");
    }

    private static void Write(Utf8JsonWriter json, (NpgsqlDataReader Row, byte[] Address) container)
    {
        var (row, address) = container;
        var approvalStatus = row.GetString(6);
        var creativeType = row.GetString(7);
        json.WriteStartObject();
        json.WriteId("id", "cnt_", row.GetGuid(0));
        json.WriteId("projectId", "prj_", row.GetGuid(1));
        json.WriteString("status", row.GetString(2));
        json.WriteString("format", row.Text(3));
        json.WriteString("hook", row.Text(4));
        json.WriteNull("influencerId");
        json.WriteNull("sourceTiktokId");
        json.WriteNull("mediaId");
        json.WriteString("caption", row.Text(5));
        json.WriteNull("firstComment");
        json.WriteMedia("assets", row.Json(18), "[]", address);
        json.WriteMedia("preview", row.Json(19), "null", address);
        json.WriteString("approvalStatus", approvalStatus);
        json.WriteString("creativeType", creativeType);
        json.WriteString("adsEnrollment", creativeType == "generated" ? "auto" : "opted_out");
        json.WriteFit("platformFit", row.Json(18), row.IsDBNull(20) ? null : row.GetFieldValue<string?[]>(20));
        json.WriteTime("createdAt", row.GetDateTime(8));
        json.WriteTime("completedAt", row.Time(9));
        json.WriteTime("failedAt", row.Time(10));
        json.WriteNull("lastError");
        json.WriteNumber("revision", row.GetInt32(11));
        WriteDecision(json, row, "approved", approvalStatus, "approvalNote");
        WriteDecision(json, row, "rejected", approvalStatus, "rejectionReason");
        json.WriteString("decisionSource", row.Text(15));
        json.WriteTime("heldAt", row.Time(17));
        json.WriteNull("pendingSchedule");
        WriteGate(json, row, approvalStatus);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, NpgsqlDataReader row, string decision, string approvalStatus, string remark)
    {
        var isIt = approvalStatus == decision;
        json.WriteTime($"{decision}At", isIt ? row.Time(12) : null);
        json.WriteString($"{decision}By", isIt ? row.Text(13) : null);
        json.WriteString(remark, isIt ? row.Text(14) : null);
    }

    private static void WriteGate(Utf8JsonWriter json, NpgsqlDataReader row, string approvalStatus)
    {
        var isPending = approvalStatus == "pending";
        var (firstN, decided) = (row.GetInt32(22), row.GetInt32(24));
        json.WriteStartObject("gate");
        json.WriteBoolean("blocked", isPending);
        json.WriteString("code", isPending ? "APPROVAL_REQUIRED" : null);
        json.WriteStartArray("reasons");
        if (isPending)
            json.WriteStringValue("approval_pending");
        json.WriteEndArray();
        json.WriteNull("requiredScope");
        json.WriteStartObject("firstN");
        json.WriteNumber("required", firstN);
        json.WriteNumber("decided", Math.Min(firstN, decided));
        json.WriteNumber("remaining", Math.Max(0, firstN - decided));
        json.WriteEndObject();
        json.WriteTime("autoApproveAt", isPending && row.Text(23) is { } window ? row.GetDateTime(16) + XmlConvert.ToTimeSpan(window) : null);
        json.WriteStartArray("next");
        if (isPending)
        {
            json.WriteStringValue("approve");
            json.WriteStringValue("reject");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
