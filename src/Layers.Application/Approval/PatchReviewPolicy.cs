using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using MediatR;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>
/// Changes a project's policy under its other name; the window after which silence approves stays as it is. As with <see cref="PatchPolicy"/>,
/// containers that exist keep their status, and a change that changes nothing leaves no trace. Needs <c>content:approve</c>.
/// </summary>
public sealed record PatchReviewPolicy(ProjectId Project, Optional<string> Policy, Optional<long> FirstN) : ICommand<ReviewPolicyView>
{
    /// <summary>Null when it is none of the words.</summary>
    public ReviewMode? Mode => Words.TryParse<ReviewMode>(Policy.Value, out var mode) ? mode : null;
}

public sealed class PatchReviewPolicyValidator : AbstractValidator<PatchReviewPolicy>
{
    private static readonly FieldRule<long> FirstN = Rules.WholeNumber(1, ApprovalPolicy.MostFirstN);
    private static readonly FieldRule<long> NoFirstN = FirstN with { FaultOf = _ => $"may only be given when policy is {ReviewMode.ReviewFirstN.ToWord()}" };

    public PatchReviewPolicyValidator()
    {
        RuleFor(command => command.Policy).OneOf(Presence.Required, Words.All<ReviewMode>());
        RuleFor(command => command.FirstN).Described(Presence.MayBeAbsent, FirstN.Shape);
        RuleFor(command => command.FirstN).Takes(Presence.Required, FirstN).When(command => command.Mode == ReviewMode.ReviewFirstN);
        RuleFor(command => command.FirstN).Takes(Presence.MayBeAbsentOrNull, NoFirstN).When(command => command.Mode is ReviewMode.AutoApprove or ReviewMode.ReviewAll);
        RuleFor(command => command.FirstN).Takes(Presence.MayBeAbsentOrNull, FirstN).When(command => command.Mode is null);
    }
}

public sealed class PatchReviewPolicyHandler(ICaller caller, IPolicies policies, PolicyChanges changes, IClock clock)
    : IRequestHandler<PatchReviewPolicy, ReviewPolicyView>
{
    public async Task<ReviewPolicyView> Handle(PatchReviewPolicy request, CancellationToken cancellationToken)
    {
        var review = await policies.GetUnderReviewForUpdate(caller.Organization, request.Project, cancellationToken);
        changes.Apply(PolicyChanges.ReviewPolicyUpdated, review.Policy, PolicyChange.To(request.Mode!.Value, (int)request.FirstN.Value), clock.Now());
        return ReviewPolicyView.From(review);
    }
}
