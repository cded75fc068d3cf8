using System.Text;
using Layers.Application.Content;
using Layers.Domain;

namespace Layers.Infrastructure.Content;

/// <summary>
/// The list statement, built from the filters that are present: see <see cref="ContentListBranch"/>. Every branch under <c>union all</c> walks
/// a range of its index in order and stops at the limit, however rare its rows are. The policy's row in front tells an empty project from
/// a missing one.
/// </summary>
internal static class ContentListSql
{
    private const string SelectBranch =
        """
        select c.container_id, c.status, c.format, c.caption, c.creative_type, c.approval_status, c.created_at, c.completed_at, c.review_since, c.held_at, c.preview, c.primary_asset
           from containers c
           where c.organization_id = @organization and c.project_id = @project
        """;

    public static string For(ContentFilter filter)
    {
        var range = Range(filter);
        var branches = ContentListBranch.For(filter).Select(branch => Select(branch, range));
        return
            $"""
             select a.auto_approve_seconds, r.*
             from approval_policies a
             left join lateral (
               {Together([.. branches])}) r on true
             where a.organization_id = @organization and a.project_id = @project
             order by r.created_at desc, r.container_id desc
             """;
    }

    // Of two upper bounds only the tighter: given both, PostgreSQL starts at the cursor, and walks its index from there down to an earlier until.
    private static string Range(ContentFilter filter)
    {
        var sql = new StringBuilder();
        if (filter.Since is not null)
            sql.Append(" and c.created_at >= @since");
        if (filter.After is { } after && !(filter.Until < after.CreatedAt))
            sql.Append(" and (c.created_at, c.container_id) < (@afterCreatedAt, @afterId)");
        else if (filter.Until is not null)
            sql.Append(" and c.created_at <= @until");
        return sql.ToString();
    }

    // Words stand as literals: a plan that is kept knows then how common they are. Equality alone is tested in an ordered index, any() is not.
    private static string Select(ContentListBranch branch, string range)
    {
        var sql = new StringBuilder(SelectBranch);
        if (branch.Approval is { } approval)
            sql.Append($" and c.approval_status = '{approval.ToWord()}'");
        if (branch.Status is { } status)
            sql.Append($" and c.status = '{status.ToWord()}'");
        if (branch.Format is { } format)
            sql.Append($" and c.format = '{format.ToWord()}'");
        if (branch.CreativeType is { } type)
            sql.Append($" and c.creative_type = '{type.ToWord()}'");
        return sql.Append(range).Append(" order by c.created_at desc, c.container_id desc limit @take").ToString();
    }

    private static string Together(string[] branches) => branches switch
    {
        [] => $"{SelectBranch} and false",
        [var only] => only,
        _ => $"select * from ({string.Join(" union all ", branches.Select(branch => $"({branch})"))}) b order by created_at desc, container_id desc limit @take",
    };
}
