using System.Text;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Content;

/// <summary>The list statement, built from the filters that are present: see <see cref="ContentListBranch"/>.</summary>
internal static class ContentListSql
{
    private const string SelectRows =
        $"""
         select {ContainerRow.ListColumns}
           from containers c
           where c.organization_id = @organization and c.project_id = @project
         """;

    // An archived project keeps its policy, but silence approves nothing in it.
    private const string Windows =
        """
        (select a.organization_id, a.project_id, case when p.archived_at is null then a.auto_approve_seconds end as auto_approve_seconds
         from approval_policies a join projects p on p.organization_id = a.organization_id and p.project_id = a.project_id
         where a.organization_id = @organization and a.project_id = @project)
        """;

    private static readonly KeysetList Newest = new(SelectRows, "created_at", "container_id");

    public static string For(ContentFilter filter)
    {
        var page = Newest.Page(ContentListBranch.For(filter).Select(Conditions), filter.After, filter.Since, filter.Until);
        return Newest.Under("f.auto_approve_seconds, c.*", Windows, "project_id = @project", "c", page);
    }

    private static string Conditions(ContentListBranch branch)
    {
        var sql = new StringBuilder(IndexOf(branch));
        if (branch.Approval is { } approval)
            sql.Append($" and approval_status = '{approval.ToWord()}'");
        if (branch.Status is { } status)
            sql.Append($" and status = '{status.ToWord()}'");
        if (branch.Kind is { } kind)
            sql.Append($" and coalesce(format, creative_type) = '{kind}'");
        return sql.ToString();
    }

    private static string IndexOf(ContentListBranch branch) => branch switch
    {
        { Kind: not null } => "",
        { Approval: not null } => $" and {NamedIndexes.ContentListedByApproval}",
        { Status: not null } => $" and {NamedIndexes.ContentListedByStatus}",
        _ => $" and {NamedIndexes.ContentListed}",
    };
}
