using Layers.Application.Audit;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Audit;

internal sealed class AuditChain(Db db) : IAuditChain
{
    // From one organization to the next, in the index: a long backlog of one is not read to find another.
    private const string SelectOrganizationsToSeal =
        """
        with recursive waiting (organization_id) as (
          (select organization_id from audit_seals where position is null order by organization_id limit 1)
          union all
          select (
            select next.organization_id from audit_seals next
            where next.position is null and next.organization_id > waiting.organization_id
            order by next.organization_id limit 1)
          from waiting where waiting.organization_id is not null
        )
        select organization_id from waiting where organization_id is not null
        """;

    public async Task<IReadOnlyList<OrganizationId>> ListOrganizationsToSeal(CancellationToken cancellationToken)
    {
        var organizations = await db.Many<Guid>(SelectOrganizationsToSeal, new { }, cancellationToken);
        return [.. organizations.Select(OrganizationId.From)];
    }

    // Makes the row where there is none, and locks it. That takes a row version more than `for update` would, and a way to PostgreSQL less.
    private const string LockHead =
        """
        insert into audit_heads as h (organization_id, position, hash) values (@organization, @position, @hash)
        on conflict (organization_id) do update set position = h.position
        """;

    // A statement of its own, behind the lock: it sees what the node that held the lock before has sealed.
    private const string SelectUnsealed =
        $"""
         select h.position as head_position, h.hash as head_hash, s.event_id as sealed_id, {AuditRecord.Columns}
         from audit_heads h
         cross join lateral (
           select event_id, sequence from audit_seals where organization_id = @organization and position is null order by sequence limit @atMost) s
         left join audit_log a on a.organization_id = @organization and a.event_id = s.event_id
         where h.organization_id = @organization
         order by s.sequence
         """;

    public async Task<UnsealedRows> ListUnsealedForUpdate(OrganizationId organization, int atMost, CancellationToken cancellationToken)
    {
        db.Write(LockHead, new { organization = organization.Value, position = Seal.BeforeTheFirst.Position, hash = Seal.BeforeTheFirst.Hash });
        var records = await db.Many<AuditRecord>(SelectUnsealed, new { organization = organization.Value, atMost }, cancellationToken);
        var head = records is [var first, ..] ? new Seal(first.HeadPosition, first.HeadHash) : null;
        return new UnsealedRows(head, [.. records.Select(record => new UnsealedRow(new EventId(record.SealedId), record.Data is null ? null : record.ToView()))]);
    }

    private const string CloseSeals =
        """
        update audit_seals s set position = closed.position, hash = closed.hash
        from unnest(@ids, @positions, @hashes) as closed (event_id, position, hash)
        where s.organization_id = @organization and s.event_id = closed.event_id
        """;

    private const string MoveHead = "update audit_heads set position = @position, hash = @hash where organization_id = @organization";

    public void Save(OrganizationId organization, IReadOnlyList<(EventId Id, Seal Seal)> sealedRows)
    {
        var update = new
        {
            organization = organization.Value,
            ids = sealedRows.Select(row => row.Id.Value).ToArray(),
            positions = sealedRows.Select(row => row.Seal.Position).ToArray(),
            hashes = sealedRows.Select(row => row.Seal.Hash).ToArray(),
        };
        db.Update(CloseSeals, update, sealedRows.Count);
        var head = sealedRows[^1].Seal;
        db.Update(MoveHead, new { organization = organization.Value, position = head.Position, hash = head.Hash });
    }

    // One statement, so that all of it is of one moment.
    private const string SelectState =
        """
        select h.position, h.hash,
          coalesce((select max(position) from audit_seals where organization_id = @organization and position is not null), 0) as highest,
          (select count(*) from audit_seals where organization_id = @organization and position is null) as unsealed
        from (values (1)) always
        left join audit_heads h on h.organization_id = @organization
        """;

    public async Task<ChainState> GetState(OrganizationId organization, CancellationToken cancellationToken)
    {
        var state = await db.One<StateRow>(SelectState, new { organization = organization.Value }, cancellationToken);
        return new ChainState(state!.ToHead(), state.Highest, state.Unsealed);
    }

    private const string SelectLinks =
        $"""
         select s.event_id as sealed_id, s.position, s.hash, a.sequence is not distinct from s.sequence as is_in_place, {AuditRecord.Columns}
         from (
           select event_id, sequence, position, hash from audit_seals
           where organization_id = @organization and position > @after and position <= @upTo
           order by position limit @atMost) s
         left join audit_log a on a.organization_id = @organization and a.event_id = s.event_id
         order by s.position
         """;

    public async Task<IReadOnlyList<ChainLink>> ListLinks(
        OrganizationId organization, long after, long upTo, int atMost, CancellationToken cancellationToken)
    {
        var records = await db.Many<AuditRecord>(SelectLinks, new { organization = organization.Value, after, upTo, atMost }, cancellationToken);
        return [.. records.Select(LinkOf)];
    }

    private static ChainLink LinkOf(AuditRecord record) =>
        new(new EventId(record.SealedId), record.ToSeal()!, record.Data is null ? null : record.ToView(), record.IsInPlace);

    private const string SelectUnchained =
        """
        with page as (
          select event_id from audit_log where organization_id = @organization and event_id >= @from order by event_id limit @atMost
        )
        select
          (select p.event_id from page p
           where not exists (select from audit_seals s where s.organization_id = @organization and s.event_id = p.event_id)
           order by p.event_id limit 1) as found,
          (select event_id from page order by event_id desc limit 1) as last
        """;

    public async Task<UnchainedSearch> FindUnchained(OrganizationId organization, EventId from, int atMost, CancellationToken cancellationToken)
    {
        var search = await db.One<SearchRow>(SelectUnchained, new { organization = organization.Value, from = from.Value, atMost }, cancellationToken);
        return new UnchainedSearch(search!.Found is { } found ? new EventId(found) : null, search.Last is { } last ? new EventId(last) : null);
    }

    private sealed record StateRow
    {
        public long? Position { get; init; }

        public byte[]? Hash { get; init; }

        public long Highest { get; init; }

        public long Unsealed { get; init; }

        public Seal ToHead() => Position is { } position ? new Seal(position, Hash!) : Seal.BeforeTheFirst;
    }

    private sealed record SearchRow
    {
        public Guid? Found { get; init; }

        public Guid? Last { get; init; }
    }
}
