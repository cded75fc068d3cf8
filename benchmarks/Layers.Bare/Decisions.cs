using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Layers.Bare;

internal sealed class Decisions(NpgsqlDataSource database)
{
    private const string LockAndApprove =
        """
        with before as materialized (
          select c.project_id, c.creative_type, c.status, c.approval_status, c.revision, c.held_posts
          from containers c
          join projects p on p.organization_id = c.organization_id and p.project_id = c.project_id
          where c.organization_id = $1 and c.container_id = $2 and p.archived_at is null
          for update of c for key share of p),
        approved as (
          update containers c
          set approval_status = 'approved', revision = c.revision + 1, decided_at = $3, decided_by = $4, decision_source = 'service', decision_remark = $5,
            held_at = null
          from before b
          where c.organization_id = $1 and c.container_id = $2 and b.approval_status = 'pending' and b.status = 'completed' and b.held_posts = 0
          returning c.project_id, c.creative_type, c.revision),
        audited as (
          insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, project_id, api_key_id, actor, actor_type, data)
          select $1, $6, 'content.approved', $3, $7, project_id, $8, $4, 'service',
            json_build_object('containerId', 'cnt_' || $2::text, 'note', $5::text, 'revision', revision, 'promotion', null)
          from approved returning event_id, sequence),
        opened as (insert into audit_seals (organization_id, event_id, sequence) select $1, event_id, sequence from audited),
        told as (
          insert into events (organization_id, event_id, event_type, occurred_at, project_id, data)
          select $1, $9, 'content.approved', $3, project_id,
            json_build_object('id', 'cnt_' || $2::text, 'projectId', 'prj_' || project_id::text, 'approvedAt', $3, 'approvedBy', $4,
              'approvalNote', $5::text, 'decisionSource', 'service', 'creativeType', creative_type, 'status', 'completed',
              'approvalStatus', 'approved', 'revision', revision)
          from approved)
        """;

    private const string Show = "select b.approval_status, b.status, a.revision from before b left join approved a on true";

    public const string ApproveContainer = $"{LockAndApprove} {Show}";

    // A twin's insert fails on the primary key, and takes the approval with it.
    public const string ApproveOnce =
        $"""
         {LockAndApprove},
         kept as (
           insert into idempotency_keys (organization_id, api_key_id, key, request_hash, answer, created_at)
           select $1, $8, $10, $11,
             json_build_object('id', 'cnt_' || $2::text, 'approvalStatus', 'approved', 'approvedAt', $3, 'approvedBy', $4, 'promotion', null, 'revision', revision), $3
           from approved)
         {Show}
         """;

    public async Task Approve(HttpContext context, Caller caller, Guid id)
    {
        var body = await ReadBody(context);
        var note = body.Length == 0 ? null : NoteOf(body);
        if (note?.Length > 1024)
        {
            await Answer.Refuse(context, StatusCodes.Status422UnprocessableEntity, "VALIDATION");
            return;
        }

        var now = Database.Now;
        string? idempotencyKey = context.Request.Headers["Idempotency-Key"];
        await using var approve = database.CreateCommand(idempotencyKey is null ? ApproveContainer : ApproveOnce);
        approve.Parameters.Add(Database.Parameter(caller.Organization));
        approve.Parameters.Add(Database.Parameter(id));
        approve.Parameters.Add(Database.Parameter(now));
        approve.Parameters.Add(Database.Parameter(caller.Actor));
        approve.Parameters.Add(Database.Nullable(NpgsqlDbType.Text, note));
        approve.Parameters.Add(Database.Parameter(Guid.CreateVersion7()));
        approve.Parameters.Add(Database.Parameter(caller.RequestId));
        approve.Parameters.Add(Database.Parameter(caller.Key.Id));
        approve.Parameters.Add(Database.Parameter(Guid.CreateVersion7()));
        if (idempotencyKey is not null)
        {
            approve.Parameters.Add(Database.Parameter(idempotencyKey));
            approve.Parameters.Add(Database.Parameter(Hash(context, body)));
        }

        await using var reader = await approve.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            await Answer.Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND");
        else if (reader.IsDBNull(2))
            await Answer.Refuse(context, StatusCodes.Status409Conflict, "CONFLICT");
        else
            await Answer.Write(context, (id, caller, now), WriteApproval, reader.GetInt32(2));
    }

    private static async Task<byte[]> ReadBody(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static string? NoteOf(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("note", out var note) ? note.GetString() : null;
    }

    private static byte[] Hash(HttpContext context, byte[] body) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"), .. body]);

    private static void WriteApproval(Utf8JsonWriter json, (Guid Id, Caller Caller, DateTime Now) approval)
    {
        json.WriteStartObject();
        json.WriteId("id", "cnt_", approval.Id);
        json.WriteString("approvalStatus", "approved");
        json.WriteTime("approvedAt", approval.Now);
        json.WriteString("approvedBy", approval.Caller.Actor);
        json.WriteEndObject();
    }
}
