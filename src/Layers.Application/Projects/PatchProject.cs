using System.Text.Json;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Projects;
using MediatR;
using NodaTime;

namespace Layers.Application.Projects;

/// <summary>
/// Changes what was given of a project; <c>customerExternalId</c> null unsets it. A change that changes nothing leaves <c>updatedAt</c> alone
/// and writes no audit event. Needs <c>projects:write</c>.
/// </summary>
public sealed record PatchProject(
    ProjectId Id,
    Optional<string> Name,
    Optional<string> CustomerExternalId,
    Optional<string> Timezone,
    Optional<JsonElement> Metadata) : ICommand<ProjectView>
{
    /// <summary>Only for fields that were found valid.</summary>
    public ProjectChange ToChange() =>
        new(
            Name.Value,
            Timezone.Value,
            SetsExternalId: CustomerExternalId.IsPresent,
            CustomerExternalId.Value,
            Metadata.HasValue ? Metadata.Value.GetRawText() : null);
}

public sealed class PatchProjectValidator : AbstractValidator<PatchProject>
{
    public PatchProjectValidator()
    {
        RuleFor(command => command.Name).ProjectName(Presence.MayBeAbsent);
        RuleFor(command => command.CustomerExternalId).ExternalId();
        RuleFor(command => command.Timezone).Timezone();
        RuleFor(command => command.Metadata).Metadata();
        RuleFor(command => command)
            .Must(command => command.Name.IsPresent || command.CustomerExternalId.IsPresent || command.Timezone.IsPresent || command.Metadata.IsPresent)
            .OverridePropertyName("")
            .WithMessage("At least one of name, customerExternalId, timezone and metadata is required.");
    }
}

public sealed class PatchProjectHandler(ICaller caller, IProjects projects, IAuditLog audit, IClock clock) : IRequestHandler<PatchProject, ProjectView>
{
    public async Task<ProjectView> Handle(PatchProject request, CancellationToken cancellationToken)
    {
        var project = await projects.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = clock.Now();
        var before = ProjectView.From(project);
        if (!project.Change(request.ToChange(), now))
            return before;

        projects.Save(project);
        var after = ProjectView.From(project);
        audit.Append(new AuditEntry("project.updated", now, project.Id, new { before, after }));
        return after;
    }
}
