using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Acme.Moderation;

/// <summary>The table of looks.</summary>
public sealed class Looks(Db db)
{
    private const int Latest = 20;

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
        select container_id, looked_at, looked_at_by, remark
        from acme.looks
        where organization_id = @organization and container_id = @container
        order by looked_at desc, look_id desc
        limit @atMost
        """;

    public async Task<IReadOnlyList<LookView>> List(OrganizationId organization, ContainerId container, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, container = container.Value, atMost = Latest };
        var rows = await db.Many<(Guid Container, Instant At, string By, string? Remark)>(SelectLooks, arguments, cancellationToken);
        return [.. rows.Select(row => new LookView(new ContainerId(row.Container), row.At, row.By, row.Remark))];
    }
}
