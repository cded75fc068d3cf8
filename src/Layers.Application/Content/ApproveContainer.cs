using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Approves a pending, completed container; afterwards it may be scheduled and published. A second decision is a conflict, and so is a decision on
/// a container that was never gated. Any key of the organization may, unless <see cref="ApprovalOptions.RequireScope"/> is on.
/// </summary>
public sealed record ApproveContainer(ContainerId Id, Optional<string> Note, RevisionCondition IfMatch) : ICommand<ApprovalView>;

public sealed class ApproveContainerValidator : AbstractValidator<ApproveContainer>
{
    public ApproveContainerValidator() =>
        RuleFor(command => command.Note).Takes(Presence.MayBeAbsentOrNull, Rules.Remark(Decision.LongestRemark));
}

/// <param name="Promotion">What became of the schedule that waited; null when none did.</param>
public sealed record ApprovalView(
    ContainerId Id, ApprovalStatus ApprovalStatus, Instant ApprovedAt, string ApprovedBy, Promotion? Promotion, int Revision)
{
    public static ApprovalView From(Container container, Promotion? promotion) =>
        new(container.Id, container.ApprovalStatus, container.Decision!.At, container.Decision.By, promotion, container.Revision);
}

public sealed class ApproveContainerHandler(ICaller caller, IContainers containers, PostPromotion posts, Decisions decisions, IClock clock)
    : IRequestHandler<ApproveContainer, ApprovalView>
{
    public async Task<ApprovalView> Handle(ApproveContainer request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        container.Approve(caller.Actor, request.Note.Value, request.IfMatch, now);
        var promoted = await posts.Promote(container, now, cancellationToken);
        await decisions.Save([new DecidedContainer(container, promoted, Dropped: [])], now, cancellationToken);
        return ApprovalView.From(container, promoted?.Promotion);
    }
}
