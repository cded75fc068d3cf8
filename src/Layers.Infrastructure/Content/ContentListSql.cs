using System.Text;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Content;

/// <summary>The list statement, built from the filters that are present: see <see cref="ContentListBranch"/>.</summary>
internal static class ContentListSql
{
    private const string SelectRows =
        """
        select c.container_id, c.status, c.format, c.caption, c.creative_type, c.approval_status, c.created_at, c.completed_at, c.review_since, c.held_at, c.preview, c.primary_asset
           from containers c
           where c.organization_id = @organization and c.project_id = @project
        """;

    private static readonly KeysetList Newest = new(SelectRows, "created_at", "container_id");

    public static string For(ContentFilter filter)
    {
        var page = Newest.Page(ContentListBranch.For(filter).Select(Conditions), filter.After, filter.Since, filter.Until);
        return Newest.InProject("f.auto_approve_seconds, c.*", "approval_policies", "c", page);
    }

    private static string Conditions(ContentListBranch branch)
    {
        var sql = new StringBuilder();
        if (branch.Approval is { } approval)
            sql.Append($" and approval_status = '{approval.ToWord()}'");
        if (branch.Status is { } status)
            sql.Append($" and status = '{status.ToWord()}'");
        if (branch.Format is { } format)
            sql.Append($" and format = '{format.ToWord()}'");
        if (branch.CreativeType is { } type)
            sql.Append($" and creative_type = '{type.ToWord()}'");
        return sql.ToString();
    }
}
