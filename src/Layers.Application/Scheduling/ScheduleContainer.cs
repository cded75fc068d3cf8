using FluentValidation;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using MediatR;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>
/// Schedules a container on accounts of its project. When its gate is open the posts are queued; while it waits for approval they are held,
/// and queued when it is approved. One bad target and nothing is written. Needs <c>publish:write</c>.
/// </summary>
public sealed record ScheduleContainer(ContainerId Id, Optional<string> ScheduledFor, Optional<IReadOnlyList<Optional<Target>>> Targets, RevisionCondition IfMatch)
    : ICommand<ScheduleView>;

/// <summary>Schedules a container for now. While it waits for approval this is refused, and nothing is stashed. Needs <c>publish:write</c>.</summary>
public sealed record PublishContainer(ContainerId Id, Optional<IReadOnlyList<Optional<Target>>> Targets, RevisionCondition IfMatch) : ICommand<ScheduleView>;

/// <summary>Describes what the handler checks.</summary>
public sealed class ScheduleContainerValidator : AbstractValidator<ScheduleContainer>
{
    public ScheduleContainerValidator()
    {
        RuleFor(command => command.ScheduledFor).Described(Presence.Required, Rules.Timestamp.Shape);
        RuleFor(command => command.Targets).Described(Presence.Required, ScheduleFaults.Targets.Shape);
    }
}

/// <summary>Describes what the handler checks.</summary>
public sealed class PublishContainerValidator : AbstractValidator<PublishContainer>
{
    public PublishContainerValidator() => RuleFor(command => command.Targets).Described(Presence.Required, ScheduleFaults.Targets.Shape);
}

/// <param name="Posts">The live posts; null while the gate holds them back.</param>
/// <param name="Gate">What holds them back; null when nothing does.</param>
public sealed record ScheduleView(
    ContainerId ContainerId,
    Instant ScheduledFor,
    IReadOnlyList<ScheduledPostId> ScheduledPostIds,
    IReadOnlyList<PostView>? Posts,
    GateVerdict? Gate,
    int Revision);

public sealed class ScheduleContainerHandler(
    ICaller caller,
    IContainers containers,
    ISocialAccounts accounts,
    IScheduledPosts posts,
    ContainerGate gate,
    IAuditLog audit,
    IOutbox outbox,
    IClock clock)
    : IRequestHandler<ScheduleContainer, ScheduleView>, IRequestHandler<PublishContainer, ScheduleView>
{
    public async Task<ScheduleView> Handle(ScheduleContainer request, CancellationToken cancellationToken)
    {
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        await DemandFaultless(container, request.ScheduledFor, request.Targets, now, cancellationToken);
        var wanted = WantedOf(request.Targets.Value!, Timestamp.Parse(request.ScheduledFor.Value!), now);
        var verdict = gate.VerdictOn(full, wanted);
        container.DemandSchedulable(verdict, request.IfMatch);
        return verdict.Blocked ? Stash(container, wanted, verdict, now) : Queue(container, wanted, now);
    }

    public async Task<ScheduleView> Handle(PublishContainer request, CancellationToken cancellationToken)
    {
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        await DemandFaultless(container, scheduledFor: null, request.Targets, now, cancellationToken);
        var wanted = WantedOf(request.Targets.Value!, now, now);
        container.DemandPublishable(gate.VerdictOn(full, wanted), request.IfMatch);
        return Queue(container, wanted, now);
    }

    private async Task DemandFaultless(
        Container container,
        Optional<string>? scheduledFor,
        Optional<IReadOnlyList<Optional<Target>>> targets,
        Instant now,
        CancellationToken cancellationToken)
    {
        var ids = (targets.Value ?? []).Select(target => target.Value?.Account).OfType<SocialAccountId>().Distinct().ToList();
        var found = await accounts.GetForPosting(container.Organization, container.Project, ids, cancellationToken);
        var issues = ScheduleFaults.Of(scheduledFor, targets, found.ToDictionary(account => account.Id), now);
        if (issues.Count > 0)
            throw DomainException.Invalid(issues);
    }

    private static List<StashedPost> WantedOf(IReadOnlyList<Optional<Target>> targets, Instant scheduledFor, Instant now) =>
        [.. targets.Select(target => target.Value!).Select(target => new StashedPost(
            Domain.Id.New<ScheduledPostId>(now),
            target.Account!.Value,
            Words.Parse<PostMode>(target.Mode.Value!),
            target.CaptionOverride.Value,
            target.FirstCommentOverride.Value,
            scheduledFor))];

    private ScheduleView Stash(Container container, List<StashedPost> wanted, GateVerdict verdict, Instant now)
    {
        container.Stash(wanted.Count);
        posts.Add([.. wanted.Select((post, index) => ScheduledPost.Held(container, post, index, now))]);
        containers.Save(container);
        audit.Append(PostAudit.Stashed(container, wanted, now));
        return new ScheduleView(container.Id, wanted[0].ScheduledFor, [.. wanted.Select(post => post.Id)], Posts: null, verdict, container.Revision);
    }

    private ScheduleView Queue(Container container, List<StashedPost> wanted, Instant now)
    {
        container.NoteScheduled();
        List<ScheduledPost> live = [.. wanted.Select((post, index) => ScheduledPost.Of(container, post, index, now))];
        posts.Add(live);
        containers.Save(container);
        var views = live.ConvertAll(post => PostView.From(post.State));
        audit.Append(PostAudit.Scheduled(container, views, now));
        outbox.Append(live.ConvertAll(post => PostEvents.Scheduled(post, now)));
        return new ScheduleView(container.Id, wanted[0].ScheduledFor, [.. wanted.Select(post => post.Id)], views, Gate: null, container.Revision);
    }
}
