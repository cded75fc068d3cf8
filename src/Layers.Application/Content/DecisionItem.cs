using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Application.Content;

public enum DecisionAction
{
    Approve,
    Reject,
}

/// <summary>One decision of many, as a caller sends it.</summary>
public sealed record DecisionItem
{
    /// <summary>The container: <c>cnt_…</c>.</summary>
    public Optional<string> Id { get; init; }

    /// <summary><c>approve</c> or <c>reject</c>.</summary>
    public Optional<string> Action { get; init; }

    /// <summary>With <c>approve</c>: at most 1,024 characters; may be absent or null. Refused with <c>reject</c>, unless it is null.</summary>
    public Optional<string> Note { get; init; }

    /// <summary>With <c>reject</c>: 1 to 1,024 characters. Refused with <c>approve</c>, unless it is null.</summary>
    public Optional<string> Reason { get; init; }

    /// <summary>The <c>revision</c> that was looked at; absent or null demands nothing.</summary>
    public Optional<long> IfMatch { get; init; }

    /// <summary>Only for an item that was found valid.</summary>
    public WantedDecision ToWanted()
    {
        var action = Words.Parse<DecisionAction>(Action.Value!);
        return new WantedDecision(
            Domain.Id.TryParse<ContainerId>(Id.Value, out var id) ? id : throw new FormatException(),
            action,
            action == DecisionAction.Approve ? Note.Value : Reason.Value,
            IfMatch.HasValue ? RevisionCondition.OneOf([(int)IfMatch.Value]) : RevisionCondition.None);
    }
}

/// <param name="Remark">The approval's note, which may be null, or the rejection's reason.</param>
public sealed record WantedDecision(ContainerId Id, DecisionAction Action, string? Remark, RevisionCondition IfMatch);

/// <summary>Everything that is wrong with the shape of many decisions, at once.</summary>
public static class DecisionFaults
{
    public const int MostDecisions = 200;

    public static IEnumerable<Issue> Of(Optional<IReadOnlyList<Optional<DecisionItem>>> decisions)
    {
        var fault = Fields.FaultOf("decisions", decisions, Presence.Required, "an array of objects", list =>
            list.Count is < 1 or > MostDecisions ? $"must hold 1 to {MostDecisions} decisions" : null);
        if (fault is not null)
            yield return fault;
        foreach (var (index, item) in (decisions.Value ?? []).Take(MostDecisions).Index())
        {
            foreach (var issue in FaultsOfItem($"decisions[{index}]", item))
                yield return issue;
        }
    }

    private static IEnumerable<Issue> FaultsOfItem(string path, Optional<DecisionItem> field)
    {
        if (field.Value is not { } item)
            return [Fields.FaultOf(path, field, Presence.Required, "an object", _ => null)!];

        Issue?[] faults =
        [
            Fields.FaultOf($"{path}.id", item.Id, Presence.Required, "a string", text =>
                Id.TryParse<ContainerId>(text, out _) ? null : "must be a container's id"),
            Fields.FaultOf($"{path}.action", item.Action, Presence.Required, "a string", word =>
                Words.TryParse<DecisionAction>(word, out _) ? null : $"must be one of {string.Join(", ", Words.All<DecisionAction>())}"),
            .. FaultsOfRemarks(path, item),
            Fields.FaultOf($"{path}.ifMatch", item.IfMatch, Presence.MayBeAbsentOrNull, "a whole number", revision =>
                revision is < 1 or > int.MaxValue ? "must be the revision of a container" : null),
        ];
        return faults.OfType<Issue>();
    }

    /// <summary>A remark that the action does not keep would be lost, whatever somebody meant by it.</summary>
    private static IEnumerable<Issue?> FaultsOfRemarks(string path, DecisionItem item)
    {
        var (note, reason) = ($"{path}.note", $"{path}.reason");
        if (!Words.TryParse<DecisionAction>(item.Action.Value, out var action))
            return [];
        return action == DecisionAction.Approve
            ?
            [
                Fields.FaultOfText(note, item.Note, Presence.MayBeAbsentOrNull, least: 0, most: Decision.LongestRemark),
                Fields.FaultOf(reason, item.Reason, Presence.MayBeAbsentOrNull, "a string", _ => "belongs to a rejection; an approval takes a note"),
            ]
            :
            [
                Fields.FaultOf(note, item.Note, Presence.MayBeAbsentOrNull, "a string", _ => "belongs to an approval; a rejection takes a reason"),
                Fields.FaultOfText(reason, item.Reason, Presence.Required, least: 1, most: Decision.LongestRemark),
            ];
    }
}
