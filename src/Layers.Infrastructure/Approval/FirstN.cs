using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Approval;

/// <summary>How far a project is in its first N.</summary>
internal static class FirstN
{
    /// <summary>
    /// How many containers of a project were decided, up to N. Project and N are those of <c>a</c>: a policy, or a row shaped like one. The count stops at
    /// N, and so does its cost: only an index has that order. Without an order PostgreSQL may read the table from the beginning, where nothing was decided.
    /// </summary>
    public const string CountDecided =
        $"""
         (select count(*) from (
           select from containers d
           where d.organization_id = a.organization_id and d.project_id = a.project_id and d.approval_status in ('approved', 'rejected')
             and d.{NamedIndexes.ContentDecided}
           order by d.approval_status
           limit a.first_n_posts_blocked) decided)::int
         """;
}
