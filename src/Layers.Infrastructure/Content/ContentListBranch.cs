using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Infrastructure.Content;

/// <summary>
/// One range of an index: a word for each of the columns that lead it. Statuses alone are ranges of <c>containers_listed_by_status</c>, approval statuses of
/// <c>containers_listed_by_approval</c> and kinds of <c>containers_listed_by_kind</c>. These two are led by words, too, that a filter need not say: then every
/// word that it lets pass gets a branch, except for what the table's constraints forbid.
/// </summary>
/// <param name="Kind">A format, or <c>uploaded</c>, which has none.</param>
internal sealed record ContentListBranch(ApprovalStatus? Approval = null, ContainerStatus? Status = null, string? Kind = null)
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
            where status == ContainerStatus.Completed || !approval.IsDecided()
            select new ContentListBranch(approval, status);

        if (kinds.Length < Kinds.Length)
            return from state in states from kind in kinds select state with { Kind = kind.Format?.ToWord() ?? kind.Type.ToWord() };
        if (approvals.Length < Enum.GetValues<ApprovalStatus>().Length)
            return states;
        if (statuses.Length < Enum.GetValues<ContainerStatus>().Length)
            return from status in statuses select new ContentListBranch(Status: status);
        return [new ContentListBranch()];
    }

    private static TEnum[] Passing<TEnum>(IReadOnlyList<TEnum> asked)
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Where(value => IsPassing(asked, value))];

    private static bool IsPassing<TEnum>(IReadOnlyList<TEnum> asked, TEnum? value)
        where TEnum : struct, Enum =>
        asked.Count == 0 || (value is { } word && asked.Contains(word));
}
