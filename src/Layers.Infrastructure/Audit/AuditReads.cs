using System.Text;
using Layers.Application.Audit;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Audit;

internal sealed class AuditReads(Db db) : IAuditReads
{
    // The limit stands inside: seals are looked up for the rows of the page alone.
    private const string SelectRows =
        $"""
         select a.*, s.position, s.hash
         from (
           select {AuditRecord.Columns}
           from audit_log a
           where a.organization_id = @organization
         """;

    private const string JoinSeals =
        """
         order by a.occurred_at desc, a.event_id desc limit @take) a
         left join audit_seals s on s.organization_id = @organization and s.event_id = a.event_id
         order by a.occurred_at desc, a.event_id desc
        """;

    public async Task<IReadOnlyList<AuditRow>> List(OrganizationId organization, AuditFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            type = filter.Types is [var only] ? only : null,
            types = filter.Types.ToArray(),
            project = filter.Project?.Value,
            apiKey = filter.ApiKey?.Value,
            since = filter.Since,
            until = filter.Until,
            afterOccurredAt = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var records = await db.Many<AuditRecord>(ListSql(filter), arguments, cancellationToken);
        return [.. records.Select(record => record.ToView())];
    }

    private static string ListSql(AuditFilter filter)
    {
        var sql = new StringBuilder(SelectRows);
        if (filter.Types.Count == 1)
            sql.Append(" and a.event_type = @type"); // Unlike any(), looked for in the index.
        if (filter.Types.Count > 1)
            sql.Append(" and a.event_type = any(@types)");
        if (filter.Project is not null)
            sql.Append(" and a.project_id = @project");
        if (filter.ApiKey is not null)
            sql.Append(" and a.api_key_id = @apiKey");
        if (filter.Since is not null)
            sql.Append(" and a.occurred_at >= @since");
        if (filter.Until is not null)
            sql.Append(" and a.occurred_at <= @until");
        if (filter.After is not null)
            sql.Append(" and (a.occurred_at, a.event_id) < (@afterOccurredAt, @afterId)");
        return sql.Append(JoinSeals).ToString();
    }
}
