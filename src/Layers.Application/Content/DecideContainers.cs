using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Projects;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Decides up to 200 containers of one project in one transaction, in the order given, each as <see cref="ApproveContainer"/> or
/// <see cref="RejectContainer"/> would. What is refused is so by itself: the others are decided all the same. Any key of the organization may,
/// unless <see cref="ApprovalOptions.RequireScope"/> is on.
/// </summary>
public sealed record DecideContainers(ProjectId Project, Optional<IReadOnlyList<Optional<DecisionItem>>> Decisions) : ICommand<DecisionsView>;

public sealed class DecideContainersValidator : AbstractValidator<DecideContainers>
{
    public const int MostDecisions = 200;

    public DecideContainersValidator() =>
        RuleFor(command => command.Decisions)
            .Takes(Presence.Required, Rules.Objects(1, MostDecisions, "decisions", Rules.Object(new DecisionItemValidator())));
}

/// <param name="Results">One for each decision, in its order.</param>
public sealed record DecisionsView(IReadOnlyList<DecisionView> Results);

/// <summary>What the single call would have answered: one of the three is set.</summary>
public sealed record DecisionView(ContainerId Id, ApprovalView? Approval, RejectionView? Rejection, RefusalView? Refusal);

/// <summary>Why one of many was refused, with all that an error says.</summary>
public sealed record RefusalView(ErrorKind Kind, string Message, string RequestId, IReadOnlyDictionary<string, object?>? Details)
{
    public static RefusalView From(DomainException refusal, string requestId) => new(refusal.Kind, refusal.Message, requestId, refusal.Details);
}

public sealed class DecideContainersHandler(
    ICaller caller, IContainers containers, IProjects projects, PostPromotion posts, HeldPosts heldPosts, Decisions decisions, IClock clock)
    : IRequestHandler<DecideContainers, DecisionsView>
{
    public async Task<DecisionsView> Handle(DecideContainers request, CancellationToken cancellationToken)
    {
        List<WantedDecision> wanted = [.. request.Decisions.Value!.Select(item => item.Value!.ToWanted())];
        var found = await GetForUpdate(request.Project, wanted, cancellationToken);
        var now = clock.Now();
        var outcomes = wanted.ConvertAll(decision => Decide(decision, found.GetValueOrDefault(decision.Id), now));

        List<Container> approved = [.. outcomes.Where(outcome => outcome.IsApproval).Select(outcome => outcome.Container!)];
        var promoted = await posts.Promote(approved, now, cancellationToken);
        List<ContainerId> holding = [.. outcomes.Where(outcome => outcome.IsHolding).Select(outcome => outcome.Wanted.Id)];
        var dropped = await heldPosts.Cancel(caller.Organization, holding, HeldPosts.Rejected, now, cancellationToken);
        var decided = outcomes.FindAll(outcome => outcome.Refusal is null);
        await decisions.Save(
            decided.ConvertAll(outcome => new DecidedContainer(outcome.Container!, promoted.GetValueOrDefault(outcome.Wanted.Id), [.. dropped[outcome.Wanted.Id]])),
            now,
            cancellationToken);
        return new DecisionsView(outcomes.ConvertAll(outcome => ViewOf(outcome, promoted)));
    }

    /// <summary>Distinguishes an unknown project from containers that it does not have.</summary>
    private async Task<IReadOnlyDictionary<ContainerId, Container>> GetForUpdate(
        ProjectId project, List<WantedDecision> wanted, CancellationToken cancellationToken)
    {
        var ids = wanted.Select(decision => decision.Id).Distinct().ToList();
        var found = await containers.ListForUpdate(caller.Organization, project, ids, cancellationToken);
        if (found.Count == 0)
            await projects.Get(caller.Organization, project, cancellationToken);
        return found.ToDictionary(container => container.Id);
    }

    private Outcome Decide(WantedDecision wanted, Container? container, Instant now)
    {
        try
        {
            return new Outcome(wanted, container, Apply(wanted, container ?? throw DomainException.NotFound(ContainerId.Noun), now), Refusal: null);
        }
        catch (DomainException refusal)
        {
            return new Outcome(wanted, container, IsHolding: false, refusal);
        }
    }

    /// <summary>Returns whether it is a rejection of a container that held posts.</summary>
    private bool Apply(WantedDecision wanted, Container container, Instant now)
    {
        if (wanted.Action == DecisionAction.Reject)
            return container.Reject(caller.Actor, wanted.Remark!, wanted.IfMatch, now);
        container.Approve(caller.Actor, wanted.Remark, wanted.IfMatch, now);
        return false;
    }

    private DecisionView ViewOf(Outcome outcome, IReadOnlyDictionary<ContainerId, PromotedSchedule> promoted) =>
        new(
            outcome.Wanted.Id,
            outcome.IsApproval ? ApprovalView.From(outcome.Container!, promoted.GetValueOrDefault(outcome.Wanted.Id)?.Promotion) : null,
            outcome.IsRejection ? RejectionView.From(outcome.Container!) : null,
            outcome.Refusal is { } refusal ? RefusalView.From(refusal, caller.RequestId) : null);

    /// <param name="IsHolding">Whether it is a rejection of a container that held posts.</param>
    /// <param name="Refusal">Null when it was decided.</param>
    private sealed record Outcome(WantedDecision Wanted, Container? Container, bool IsHolding, DomainException? Refusal)
    {
        public bool IsApproval => Refusal is null && Wanted.Action == DecisionAction.Approve;

        public bool IsRejection => Refusal is null && Wanted.Action == DecisionAction.Reject;
    }
}
