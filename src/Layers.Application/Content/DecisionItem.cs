using FluentValidation;
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

/// <summary>A remark that the action does not keep would be lost, so it is refused.</summary>
public sealed class DecisionItemValidator : AbstractValidator<DecisionItem>
{
    private static readonly FieldRule<string> Note = Rules.Remark(Decision.LongestRemark);
    private static readonly FieldRule<string> Reason = Rules.Text(least: 1, most: Decision.LongestRemark);
    private static readonly FieldRule<string> NoNote = Note with { FaultOf = _ => "belongs to an approval; a rejection takes a reason" };
    private static readonly FieldRule<string> NoReason = Reason with { FaultOf = _ => "belongs to a rejection; an approval takes a note" };

    public DecisionItemValidator()
    {
        RuleFor(item => item.Id).Takes(Presence.Required, Rules.IdOf<ContainerId>("must be a container's id"));
        RuleFor(item => item.Action).Takes(Presence.Required, Rules.Words<DecisionAction>());
        RuleFor(item => item.Note).Described(Presence.MayBeAbsentOrNull, Note.Shape);
        RuleFor(item => item.Reason).Described(Presence.MayBeAbsentOrNull, Reason.Shape);
        When(item => item.Action.Value == DecisionAction.Approve.ToWord(), () =>
        {
            RuleFor(item => item.Note).Takes(Presence.MayBeAbsentOrNull, Note);
            RuleFor(item => item.Reason).Takes(Presence.MayBeAbsentOrNull, NoReason);
        });
        When(item => item.Action.Value == DecisionAction.Reject.ToWord(), () =>
        {
            RuleFor(item => item.Note).Takes(Presence.MayBeAbsentOrNull, NoNote);
            RuleFor(item => item.Reason).Takes(Presence.Required, Reason);
        });
        RuleFor(item => item.IfMatch).Takes(Presence.MayBeAbsentOrNull, Rules.WholeNumber(1, int.MaxValue, "must be the revision of a container"));
    }
}
