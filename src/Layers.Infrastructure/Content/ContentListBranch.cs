using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Infrastructure.Content;

/// <summary>
/// One range of an index: a word for each of the columns that lead it. Approval status and status together are ranges of
/// <c>containers_newest_by_approval</c>, with a kind of <c>containers_newest_by_kind</c>, and all of them are tried that a filter lets pass. What the
/// table's constraints forbid gets no branch.
/// </summary>
/// <param name="Kind">A format, or <c>uploaded</c>, which has none.</param>
internal sealed record ContentListBranch(ApprovalStatus? Approval, ContainerStatus? Status, string? Kind)
{
    private static readonly (ApprovalStatus Approval, ContainerStatus Status)[] States =
    [
        .. from approval in Enum.GetValues<ApprovalStatus>()
           from status in Enum.GetValues<ContainerStatus>()
           where status == ContainerStatus.Completed || approval is ApprovalStatus.NotRequired or ApprovalStatus.Pending
           select (approval, status),
    ];

    private static readonly (CreativeType Type, ContentFormat? Format)[] Kinds =
    [
        .. from format in Enum.GetValues<ContentFormat>() select (CreativeType.Generated, (ContentFormat?)format),
        (CreativeType.Uploaded, null),
    ];

    /// <summary>In one order however the filter was written, so that statements do not multiply. None where nothing can match.</summary>
    public static IEnumerable<ContentListBranch> For(ContentFilter filter)
    {
        var states = States.Where(state => Passes(filter.ApprovalStatuses, state.Approval) && Passes(filter.Statuses, state.Status)).ToArray();
        var kinds = Kinds.Where(kind => Passes(filter.CreativeTypes, kind.Type) && Passes(filter.Formats, kind.Format)).ToArray();
        if (kinds.Length < Kinds.Length)
            return from state in states from kind in kinds select new ContentListBranch(state.Approval, state.Status, kind.Format?.ToWord() ?? kind.Type.ToWord());
        if (states.Length < States.Length)
            return from state in states select new ContentListBranch(state.Approval, state.Status, Kind: null);
        return [new ContentListBranch(Approval: null, Status: null, Kind: null)];
    }

    private static bool Passes<TEnum>(IReadOnlyList<TEnum> asked, TEnum? value)
        where TEnum : struct, Enum =>
        asked.Count == 0 || (value is { } word && asked.Contains(word));
}
