using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Rejects a pending, completed container for good. A second decision is a conflict. Any key of the organization may,
/// unless <see cref="ApprovalOptions.RequireScope"/> is on.
/// </summary>
public sealed record RejectContainer(ContainerId Id, Optional<string> Reason, RevisionCondition IfMatch) : ICommand<RejectionView>;

public sealed class RejectContainerValidator : AbstractValidator<RejectContainer>
{
    public RejectContainerValidator() =>
        RuleFor(command => command.Reason).Text(Presence.Required, least: 1, most: Decision.LongestRemark);
}

public sealed record RejectionView(ContainerId Id, ApprovalStatus ApprovalStatus, Instant RejectedAt, string RejectedBy, string Reason, int Revision)
{
    public static RejectionView From(Container container) =>
        new(container.Id, container.ApprovalStatus, container.Decision!.At, container.Decision.By, container.Decision.Remark!, container.Revision);
}

public sealed class RejectContainerHandler(ICaller caller, IContainers containers, HeldPosts heldPosts, Decisions decisions, IClock clock)
    : IRequestHandler<RejectContainer, RejectionView>
{
    public async Task<RejectionView> Handle(RejectContainer request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var isHolding = container.Reject(caller.Actor, request.Reason.Value!, request.IfMatch, now);
        var dropped = await heldPosts.Cancel(caller.Organization, isHolding ? [container.Id] : [], HeldPosts.Rejected, now, cancellationToken);
        await decisions.Save([new DecidedContainer(container, Promoted: null, [.. dropped[container.Id]])], now, cancellationToken);
        return RejectionView.From(container);
    }
}
