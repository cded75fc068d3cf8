using Layers.Application.Content;
using Layers.Domain.Content;

namespace Layers.Infrastructure.Content;

/// <summary>
/// One range of an index: a word for each of its leading columns. Statuses alone are ranges of <c>containers_newest_by_status</c>; with an
/// approval status they are of <c>containers_newest_by_approval</c>, which needs a status, so that all that it can have are tried.
/// Formats and creative types are tested in the index's entries. What the table's constraints forbid gets no branch.
/// </summary>
internal sealed record ContentListBranch(ApprovalStatus? Approval, ContainerStatus? Status, ContentFormat? Format, CreativeType? CreativeType)
{
    /// <summary>In one order however the filter was written, so that statements do not multiply. None where nothing can match.</summary>
    public static IEnumerable<ContentListBranch> For(ContentFilter filter) =>
        from state in States(filter)
        from kind in Kinds(filter)
        select new ContentListBranch(state.Approval, state.Status, kind.Format, kind.Type);

    private static IEnumerable<(ApprovalStatus? Approval, ContainerStatus? Status)> States(ContentFilter filter)
    {
        var (approvals, statuses) = (Narrowing(filter.ApprovalStatuses), Narrowing(filter.Statuses));
        if (approvals.Length == 0)
            return statuses.Length == 0 ? [(null, null)] : statuses.Select(status => ((ApprovalStatus?)null, (ContainerStatus?)status));

        return from approval in approvals
               from status in statuses.Length == 0 ? Enum.GetValues<ContainerStatus>() : statuses
               where status == ContainerStatus.Completed || approval is ApprovalStatus.NotRequired or ApprovalStatus.Pending
               select ((ApprovalStatus?)approval, (ContainerStatus?)status);
    }

    // Generated content has a format, uploaded content has none.
    private static IEnumerable<(ContentFormat? Format, CreativeType? Type)> Kinds(ContentFilter filter)
    {
        var types = Narrowing(filter.CreativeTypes);
        if (filter.Formats.Count == 0)
            return types is [var type] ? [(null, type)] : [(null, null)];
        if (types is [Domain.Content.CreativeType.Uploaded])
            return [];

        var formats = Narrowing(filter.Formats);
        return formats.Length == 0 ? [(null, Domain.Content.CreativeType.Generated)] : formats.Select(format => ((ContentFormat?)format, (CreativeType?)null));
    }

    /// <summary>Sorted, each once; every word there is narrows nothing.</summary>
    private static TEnum[] Narrowing<TEnum>(IReadOnlyList<TEnum> values)
        where TEnum : struct, Enum
    {
        var distinct = values.Distinct().Order().ToArray();
        return distinct.Length == Enum.GetValues<TEnum>().Length ? [] : distinct;
    }
}
