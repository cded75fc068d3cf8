using System.Text.Json.Nodes;
using Layers.Domain;
using Npgsql;

namespace Layers.Testing;

/// <summary>A row of the audit log, as it is stored.</summary>
public sealed record AuditRow(string Type, Guid? Project, Guid? ApiKey, string Actor, string ActorType, string RequestId, JsonNode Data)
{
    public static async Task<IReadOnlyList<AuditRow>> ReadAll(TestDatabase database, OrganizationId organization)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            "select event_type, project_id, api_key_id, actor, actor_type, request_id, data from audit_log where organization_id = $1 order by sequence");
        command.Parameters.AddWithValue(organization.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync())
            rows.Add(Read(reader));
        return rows;
    }

    /// <summary>Exactly this data, whatever the order of its keys.</summary>
    public void ShouldHaveData(string expected) => Data.ShouldBeJson(expected);

    private static AuditRow Read(NpgsqlDataReader reader) =>
        new(
            reader.GetString(0),
            reader.IsDBNull(1) ? null : reader.GetGuid(1),
            reader.IsDBNull(2) ? null : reader.GetGuid(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            JsonNode.Parse(reader.GetString(6))!);
}
