using FluentValidation;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Cancels a post that is held or queued, or waits for its next attempt; the row stays. One whose attempt is in flight, or that has ended, refuses.
/// Needs <c>publish:write</c>.
/// </summary>
public sealed record CancelPost(ScheduledPostId Id, Optional<string> Reason, RevisionCondition IfMatch) : ICommand<ChangedPost>;

public sealed class CancelPostValidator : AbstractValidator<CancelPost>
{
    public CancelPostValidator() =>
        RuleFor(command => command.Reason).Takes(Presence.MayBeAbsentOrNull, Rules.Remark(Decision.LongestRemark));
}

public sealed class CancelPostHandler(ICaller caller, IContainers containers, IScheduledPosts posts, IAuditLog audit, IOutbox outbox, IClock clock)
    : IRequestHandler<CancelPost, ChangedPost>
{
    public async Task<ChangedPost> Handle(CancelPost request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdateByPost(caller.Organization, request.Id, cancellationToken);
        var post = await posts.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        container.DemandReschedulable(request.IfMatch);
        var wasHeld = post.Status == PostStatus.Held;
        post.Cancel(request.Reason.Value, now);
        container.NoteCanceled(wasHeld);
        containers.Save(container);
        posts.Save(post);
        audit.Append(PostAudit.Canceled(post, now));
        outbox.Append(PostEvents.Canceled(post, now));
        return ChangedPost.Of(post, container);
    }
}
