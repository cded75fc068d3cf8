using Layers.Application;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Acme.Moderation;

/// <summary>The table of looks.</summary>
public sealed class Looks(Db db)
{
    private const string InsertLook =
        """
        insert into acme.looks (organization_id, look_id, container_id, looked_at, looked_at_by, remark)
        values (@organization, @id, @container, @lookedAt, @lookedAtBy, @remark)
        """;

    public void Add(OrganizationId organization, LookView look) =>
        db.Write(InsertLook, new
        {
            organization = organization.Value,
            id = Guid.CreateVersion7(),
            container = look.Id.Value,
            lookedAt = look.LookedAt,
            lookedAtBy = look.LookedAtBy,
            remark = look.Remark,
        });

    private const string SelectLooks =
        """
        select look_id, looked_at, looked_at_by, remark
        from acme.looks
        where organization_id = @organization and container_id = @container
        """;

    private static readonly KeysetList Latest = new(SelectLooks, "looked_at", "look_id");

    /// <summary>Returns one row more than the limit when there are more. Throws <see cref="ErrorKind.NotFound"/> when the organization has no such container.</summary>
    public async Task<IReadOnlyList<LookRow>> List(
        OrganizationId organization, ContainerId container, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            container = container.Value,
            afterTime = after?.CreatedAt,
            afterId = after?.Id,
            take = limit + 1,
        };
        var sql = Latest.Under("l.*", "containers", "container_id = @container", "l", Latest.Page(after));
        var rows = await db.Many<LookRow>(sql, arguments, cancellationToken);
        if (rows.Count == 0)
            throw DomainException.NotFound(ContainerId.Noun);
        return [.. rows.Where(row => row.LookId is not null)];
    }
}

/// <summary>A row of the table; of nulls for a container that nobody has looked at.</summary>
public sealed record LookRow
{
    public Guid? LookId { get; init; }

    public Instant? LookedAt { get; init; }

    public string? LookedAtBy { get; init; }

    public string? Remark { get; init; }

    public LookView ToView(ContainerId container) => new(container, LookedAt!.Value, LookedAtBy!, Remark);
}
