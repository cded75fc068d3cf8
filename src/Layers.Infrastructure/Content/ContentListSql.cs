using System.Text;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Infrastructure.Sql;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Content;

/// <summary>The list statement, built from the filters that are present: see <see cref="ContentListBranch"/>.</summary>
internal static class ContentListSql
{
    private const string SelectRows =
        """
        select c.container_id, c.status, c.format, c.caption, c.creative_type, c.approval_status,
             c.created_at, c.completed_at, c.revision, c.review_since, c.held_at, c.preview, c.primary_asset
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

    /// <summary>A row by the places of its columns: in front the policy's, then those of <see cref="SelectRows"/>. Null where nothing matched.</summary>
    public static ContentRow? Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(1))
            return null;
        var approvalStatus = row.Word<ApprovalStatus>(6);
        var status = row.Word<ContainerStatus>(2);
        var isClockRunning = approvalStatus == ApprovalStatus.Pending
            && status.CanBeCompleted() && row.IsDBNull(11) && !row.IsDBNull(0);
        return new ContentRow(
            Id: new ContainerId(row.GetGuid(1)),
            Status: status,
            Format: row.WordOrNull<ContentFormat>(3),
            Caption: row.TextOrNull(4),
            CreativeType: row.Word<CreativeType>(5),
            ApprovalStatus: approvalStatus,
            CreatedAt: row.Instant(7),
            CompletedAt: row.InstantOrNull(8),
            Revision: row.GetInt32(9),
            HeldAt: row.InstantOrNull(11),
            AutoApproveAt: isClockRunning ? row.Instant(10) + Duration.FromSeconds(row.GetInt64(0)) : null,
            Preview: row.MediaOrNull(12),
            PrimaryAsset: row.MediaOrNull(13));
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
