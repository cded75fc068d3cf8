using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Infrastructure.Content;

/// <summary>
/// One range of an index: a word for each of the columns that lead it. Statuses alone are ranges of <c>containers_newest_by_status</c>, with an approval
/// status of <c>containers_newest_by_approval</c>, and with a kind of <c>containers_newest_by_kind</c>, which both need the words before theirs: all are
/// tried that a filter lets pass. What the table's constraints forbid gets no branch.
/// </summary>
/// <param name="Kind">A format, or <c>uploaded</c>, which has none.</param>
internal sealed record ContentListBranch(ContainerStatus? Status = null, ApprovalStatus? Approval = null, string? Kind = null)
{
    private static readonly (CreativeType Type, ContentFormat? Format)[] Kinds =
    [
        .. from format in Enum.GetValues<ContentFormat>() select (CreativeType.Generated, (ContentFormat?)format),
        (CreativeType.Uploaded, null),
    ];

    /// <summary>In one order however the filter was written, so that statements do not multiply. None where nothing can match.</summary>
    public static IEnumerable<ContentListBranch> For(ContentFilter filter)
    {
        var (statuses, approvals) = (Passing(filter.Statuses), Passing(filter.ApprovalStatuses));
        var kinds = Kinds.Where(kind => IsPassing(filter.CreativeTypes, kind.Type) && IsPassing(filter.Formats, kind.Format)).ToArray();
        var states =
            from approval in approvals
            from status in statuses
            where status == ContainerStatus.Completed || approval is ApprovalStatus.NotRequired or ApprovalStatus.Pending
            select new ContentListBranch(status, approval);

        if (kinds.Length < Kinds.Length)
            return from state in states from kind in kinds select state with { Kind = kind.Format?.ToWord() ?? kind.Type.ToWord() };
        if (approvals.Length < Enum.GetValues<ApprovalStatus>().Length)
            return states;
        if (statuses.Length < Enum.GetValues<ContainerStatus>().Length)
            return from status in statuses select new ContentListBranch(status);
        return [new ContentListBranch()];
    }

    private static TEnum[] Passing<TEnum>(IReadOnlyList<TEnum> asked)
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Where(value => IsPassing(asked, value))];

    private static bool IsPassing<TEnum>(IReadOnlyList<TEnum> asked, TEnum? value)
        where TEnum : struct, Enum =>
        asked.Count == 0 || (value is { } word && asked.Contains(word));
}
