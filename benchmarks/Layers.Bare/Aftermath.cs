using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Layers.Bare;

/// <summary>What follows a committed write: events get their positions, audit rows are chained and sealed. With the product's pauses.</summary>
internal sealed class Aftermath(NpgsqlDataSource database)
{
    private const int Batch = 10_000;

    public Task Run(CancellationToken stopping) => Task.WhenAll(
        Repeat(PositionEvents, TimeSpan.FromMilliseconds(200), stopping),
        Repeat(SealAuditLog, TimeSpan.FromSeconds(1), stopping));

    private static async Task Repeat(Func<Task> work, TimeSpan pause, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await work();
            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private const string Position =
        """
        with head as (
          insert into event_positions as p (organization_id, last_position) values ($1, 0)
          on conflict (organization_id) do update set last_position = p.last_position returning last_position),
        placed as (
          select event_id, (select last_position from head) + row_number() over (order by sequence) as position
          from (select event_id, sequence from events where organization_id = $1 and position is null order by sequence limit $2) next)
        update events e set position = placed.position from placed where e.organization_id = $1 and e.event_id = placed.event_id
        """;

    private const string FanOut =
        """
        insert into webhook_deliveries
          (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at, created_at)
        select e.organization_id, w.webhook_endpoint_id, e.event_id, e.event_type, e.occurred_at, 'pending', 0, 8, $2, $2
        from event_positions p
        join events e on e.organization_id = p.organization_id and e.position > p.last_position
        join webhook_endpoints w on w.organization_id = e.organization_id and w.status = 'active' and e.event_type = any(w.events)
        where p.organization_id = $1
        """;

    private const string MoveOn =
        """
        update event_positions set last_position = (select max(position) from events where organization_id = $1 and position is not null)
        where organization_id = $1
        """;

    private async Task PositionEvents()
    {
        foreach (var organization in await Waiting("events"))
        {
            await using var batch = database.CreateBatch();
            Add(batch, Position, Database.Parameter(organization), Database.Parameter(Batch));
            Add(batch, FanOut, Database.Parameter(organization), Database.Parameter(Database.Now));
            Add(batch, MoveOn, Database.Parameter(organization));
            Add(batch, "select pg_notify('layers_events', $1)", Database.Parameter(organization.ToString("D")));
            await batch.ExecuteNonQueryAsync();
        }
    }

    private const string LockHead =
        """
        insert into audit_heads as h (organization_id, position, hash) values ($1, 0, $2)
        on conflict (organization_id) do update set position = h.position returning position, hash
        """;

    private const string SelectOpen =
        """
        select a.event_id, a.event_type, a.occurred_at, a.request_id, a.project_id, a.api_key_id, a.actor, a.actor_type, a.data
        from (select event_id, sequence from audit_seals where organization_id = $1 and position is null order by sequence limit $2) s
        join audit_log a on a.organization_id = $1 and a.event_id = s.event_id
        order by s.sequence
        """;

    private const string CloseSeals =
        """
        update audit_seals s set position = closed.position, hash = closed.hash
        from unnest($2, $3, $4) as closed (event_id, position, hash)
        where s.organization_id = $1 and s.event_id = closed.event_id
        """;

    private const string MoveHead = "update audit_heads set position = $2, hash = $3 where organization_id = $1";

    private async Task SealAuditLog()
    {
        foreach (var organization in await Waiting("audit_seals"))
            await Seal(organization);
    }

    private async Task Seal(Guid organization)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var look = new NpgsqlBatch(connection, transaction);
        Add(look, LockHead, Database.Parameter(organization), Database.Parameter(new byte[SHA256.HashSizeInBytes]));
        Add(look, SelectOpen, Database.Parameter(organization), Database.Parameter(Batch));
        var (ids, positions, hashes) = (new List<Guid>(), new List<long>(), new List<byte[]>());
        await using (var reader = await look.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            var (position, hash) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(TextOf(reader, organization))]);
                ids.Add(reader.GetGuid(0));
                positions.Add(++position);
                hashes.Add(hash);
            }
        }

        if (ids.Count > 0)
        {
            await using var write = new NpgsqlBatch(connection, transaction);
            Add(write, CloseSeals, Database.Parameter(organization), Database.Parameter(ids.ToArray()), Database.Parameter(positions.ToArray()), Database.Parameter(hashes.ToArray()));
            Add(write, MoveHead, Database.Parameter(organization), Database.Parameter(positions[^1]), Database.Parameter(hashes[^1]));
            await write.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static string TextOf(NpgsqlDataReader row, Guid organization) =>
        $$"""
        {"eventId":"evt_{{row.GetGuid(0)}}","eventType":"{{row.GetString(1)}}","occurredAt":"{{row.GetDateTime(2):O}}","requestId":"{{row.GetString(3)}}","organizationId":"org_{{organization}}","projectId":"prj_{{row.GetGuid(4)}}","apiKeyId":"key_{{row.GetGuid(5)}}","actor":"{{row.GetString(6)}}","actorType":"{{row.GetString(7)}}","data":{{row.GetString(8)}}}
        """;

    private async Task<List<Guid>> Waiting(string table)
    {
        await using var select = database.CreateCommand(
            $"""
             with recursive waiting (organization_id) as (
               (select organization_id from {table} where position is null order by organization_id limit 1)
               union all
               select (select n.organization_id from {table} n where n.position is null and n.organization_id > w.organization_id order by n.organization_id limit 1)
               from waiting w where w.organization_id is not null)
             select organization_id from waiting where organization_id is not null
             """);
        await using var reader = await select.ExecuteReaderAsync();
        var organizations = new List<Guid>();
        while (await reader.ReadAsync())
            organizations.Add(reader.GetGuid(0));
        return organizations;
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }
}
