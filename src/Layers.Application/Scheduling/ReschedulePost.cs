using FluentValidation;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Moves a held or queued post to another hour; one that was tried or has ended refuses. The hour that it has already changes nothing and leaves no trace.
/// Needs <c>publish:write</c>.
/// </summary>
public sealed record ReschedulePost(ScheduledPostId Id, Optional<string> ScheduledFor, RevisionCondition IfMatch) : ICommand<ChangedPost>;

/// <summary>Describes the hour, which the handler checks.</summary>
public sealed class ReschedulePostValidator : AbstractValidator<ReschedulePost>
{
    public ReschedulePostValidator() => RuleFor(command => command.ScheduledFor).Described(Presence.Required, Rules.Timestamp.Shape);
}

public sealed class ReschedulePostHandler(ICaller caller, IContainers containers, IScheduledPosts posts, IAuditLog audit, IClock clock)
    : IRequestHandler<ReschedulePost, ChangedPost>
{
    public async Task<ChangedPost> Handle(ReschedulePost request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdateByPost(caller.Organization, request.Id, cancellationToken);
        var post = await posts.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        if (ScheduleFaults.FaultsOfHour(request.ScheduledFor, now).ToList() is { Count: > 0 } faults)
            throw DomainException.Invalid(faults);

        container.DemandReschedulable(request.IfMatch);
        var before = post.ScheduledFor;
        if (post.Reschedule(Timestamp.Parse(request.ScheduledFor.Value!)))
        {
            container.BumpRevision();
            containers.Save(container);
            posts.Save(post);
            audit.Append(PostAudit.Rescheduled(post, before, now));
        }

        return ChangedPost.Of(post, container);
    }
}
