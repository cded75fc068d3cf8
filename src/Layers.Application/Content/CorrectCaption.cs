using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Replaces the caption of completed, uploaded content, byte for byte, and refreshes <c>completedAt</c>. The approval status stays.
/// The caption that it has already changes nothing and leaves no trace. Needs <c>content:write</c>.
/// </summary>
public sealed record CorrectCaption(ContainerId Id, Optional<string> Caption, RevisionCondition IfMatch) : ICommand<ContainerView>;

public sealed class CorrectCaptionValidator : AbstractValidator<CorrectCaption>
{
    public CorrectCaptionValidator() =>
        RuleFor(command => command.Caption).Text(Presence.Required, least: 0, most: Container.LongestCaption);
}

public sealed class CorrectCaptionHandler(ICaller caller, IContainers containers, ContainerGate gate, IAuditLog audit, IClock clock)
    : IRequestHandler<CorrectCaption, ContainerView>
{
    public async Task<ContainerView> Handle(CorrectCaption request, CancellationToken cancellationToken)
    {
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var before = container.Caption;
        if (container.CorrectCaption(request.Caption.Value!, request.IfMatch, now))
        {
            containers.Save(container);
            audit.Append(ContainerAudit.CaptionCorrected(container, before, now));
        }

        return gate.View(full.With(container));
    }
}
