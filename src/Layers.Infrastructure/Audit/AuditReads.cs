using Layers.Application.Audit;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Audit;

internal sealed class AuditReads(Db db) : IAuditReads
{
    private const string SelectRows = $"select {AuditRecord.Columns} from audit_log a where a.organization_id = @organization";

    private static readonly KeysetList Newest = new(SelectRows, "occurred_at", "event_id");

    public async Task<IReadOnlyList<AuditRow>> List(OrganizationId organization, AuditFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            types = filter.Types.ToArray(),
            project = filter.Project?.Value,
            apiKey = filter.ApiKey?.Value,
            since = filter.Since,
            until = filter.Until,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var records = await db.Many<AuditRecord>(ListSql(filter), arguments, cancellationToken);
        return [.. records.Select(record => record.ToView())];
    }

    // Seals are looked up for the rows of the page alone.
    private static string ListSql(AuditFilter filter)
    {
        var project = filter.Project is null ? "" : " and project_id = @project";
        var key = filter.ApiKey is null ? "" : " and api_key_id = @apiKey";
        var type = filter.Types.Count == 0 ? "" : " and event_type = asked.type";
        var asked = project + key + type;
        // With a filter PostgreSQL might walk the index that has none.
        var page = Newest.Page([asked.Length == 0 ? $" and {NamedIndexes.AuditListed}" : asked], filter.After, filter.Since, filter.Until);
        return
            $"""
             select a.*, s.position, s.hash
             from ({(filter.Types.Count == 0 ? page : Newest.PageOfEachType(page))}) a
             left join audit_seals s on s.organization_id = @organization and s.event_id = a.event_id
             order by a.occurred_at desc, a.event_id desc
             """;
    }
}
