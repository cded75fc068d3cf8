using FluentValidation;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Cancels all posts that wait for the container's approval, or dismisses a schedule whose promotion failed. Where there is neither this is a
/// conflict. The audit row keeps what was dropped. Needs <c>publish:write</c>.
/// </summary>
public sealed record DropPendingSchedule(ContainerId Id, Optional<string> Reason, RevisionCondition IfMatch) : ICommand<ContainerView>;

public sealed class DropPendingScheduleValidator : AbstractValidator<DropPendingSchedule>
{
    public DropPendingScheduleValidator() =>
        RuleFor(command => command.Reason).Takes(Presence.MayBeAbsentOrNull, Rules.Remark(Decision.LongestRemark));
}

public sealed class DropPendingScheduleHandler(
    ICaller caller, IContainers containers, HeldPosts heldPosts, ContainerGate gate, IAuditLog audit, IOutbox outbox, IClock clock)
    : IRequestHandler<DropPendingSchedule, ContainerView>
{
    public async Task<ContainerView> Handle(DropPendingSchedule request, CancellationToken cancellationToken)
    {
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var isHolding = container.DropSchedule(request.IfMatch);
        var dropped = await heldPosts.Cancel(caller.Organization, isHolding ? [container.Id] : [], request.Reason.Value, now, cancellationToken);
        containers.Save(container);
        audit.Append(PostAudit.Dropped(container, full.PendingSchedule!, request.Reason.Value, now));
        outbox.Append([.. dropped[container.Id].Select(post => PostEvents.Canceled(post, now))]);
        return gate.View(full.With(container) with { PendingSchedule = null });
    }
}
