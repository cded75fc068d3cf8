using FluentValidation;
using Layers.Application;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Acme.Moderation;

/// <summary>Notes that somebody has looked at a container's caption. The note holds for that caption. Needs <c>acme:look</c>.</summary>
/// <param name="IfMatch">What the caller has looked at: otherwise the note could be of a caption that nobody has seen.</param>
public sealed record RecordLook(ContainerId Id, Optional<string> Remark, RevisionCondition IfMatch) : ICommand<RecordedLook>;

public sealed class RecordLookValidator : AbstractValidator<RecordLook>
{
    public RecordLookValidator() => RuleFor(command => command.Remark).Text(Presence.MayBeAbsentOrNull, least: 0, most: 500);
}

/// <param name="Revision">Of the container, which a look raises.</param>
public sealed record RecordedLook(LookView Look, int Revision);

/// <param name="LookedAtBy">An actor: <c>api_key_…</c>.</param>
public sealed record LookView(ContainerId Id, Instant LookedAt, string LookedAtBy, string? Remark);

/// <param name="LookedAtBy">An actor: <c>api_key_…</c>.</param>
[Event("acme.content_looked_at", "Somebody has looked at a caption with a delicate word.")]
public sealed record ContentLookedAt(ContainerId Id, ProjectId ProjectId, Instant LookedAt, string LookedAtBy);

public sealed class RecordLookHandler(ICaller caller, IContainers containers, Looks looks, IAuditLog audit, IOutbox outbox, IClock clock)
    : IRequestHandler<RecordLook, RecordedLook>
{
    public async Task<RecordedLook> Handle(RecordLook request, CancellationToken cancellationToken)
    {
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        request.IfMatch.Demand(container.Revision);
        var look = new LookView(container.Id, clock.Now(), caller.Actor.Name, request.Remark.Value);
        if (container.Mark(DelicateWordsRule.LookedAt, Fingerprint.Of(container.Caption)))
            containers.Save(container);
        looks.Add(caller.Organization, look);
        audit.Append(new AuditEntry("acme.content_looked_at", look.LookedAt, container.Project, new { containerId = container.Id, look.Remark }));
        outbox.Append(new OutboxEvent(look.LookedAt, container.Project, new ContentLookedAt(container.Id, container.Project, look.LookedAt, look.LookedAtBy)));
        return new RecordedLook(look, container.Revision);
    }
}
