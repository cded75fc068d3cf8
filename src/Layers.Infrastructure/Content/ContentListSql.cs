using System.Text;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Infrastructure.Content;

/// <summary>
/// The list statement, built from the filters that are present. Statuses stand in it as literals, one ordered branch each under
/// <c>union all</c>: every branch walks its index in order and stops at the limit, however rare its rows are. The policy's row in front
/// tells an empty project from a missing one.
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
        var shared = SharedConditions(filter);
        var branches = from status in EachOrNone(filter.Statuses)
                       from approval in EachOrNone(filter.ApprovalStatuses)
                       select Branch(status, approval, shared);
        return
            $"""
             select a.auto_approve_after, r.*
             from approval_policies a
             left join lateral (
               {Together([.. branches])}) r on true
             where a.organization_id = @organization and a.project_id = @project
             order by r.created_at desc, r.container_id desc
             """;
    }

    private static string Together(string[] branches) =>
        branches.Length == 1
            ? branches[0]
            : $"select * from ({string.Join(" union all ", branches.Select(branch => $"({branch})"))}) b order by created_at desc, container_id desc limit @take";

    private static string Branch(ContainerStatus? status, ApprovalStatus? approval, string shared)
    {
        var sql = new StringBuilder(SelectBranch);
        if (status is { } oneStatus)
            sql.Append($" and c.status = '{oneStatus.ToWord()}'");
        if (approval is { } oneApproval)
            sql.Append($" and c.approval_status = '{oneApproval.ToWord()}'");
        return sql.Append(shared).Append(" order by c.created_at desc, c.container_id desc limit @take").ToString();
    }

    private static string SharedConditions(ContentFilter filter)
    {
        var sql = new StringBuilder();
        if (filter.Formats.Count > 0)
            sql.Append(" and c.format = any(@formats)");
        if (filter.CreativeTypes.Count > 0)
            sql.Append(" and c.creative_type = any(@creativeTypes)");
        if (filter.Since is not null)
            sql.Append(" and c.created_at >= @since");
        if (filter.Until is not null)
            sql.Append(" and c.created_at <= @until");
        if (filter.After is not null)
            sql.Append(" and (c.created_at, c.container_id) < (@afterCreatedAt, @afterId)");
        return sql.ToString();
    }

    private static IEnumerable<TEnum?> EachOrNone<TEnum>(IReadOnlyList<TEnum> values)
        where TEnum : struct, Enum => values.Count == 0 ? [null] : values.Select(value => (TEnum?)value);
}
