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
/// <param name="MergesMetadata">Whether metadata is merged into what is there, as RFC 7396 has it; otherwise it replaces that.</param>
public sealed record PatchProject(
    ProjectId Id,
    Optional<string> Name,
    Optional<string> CustomerExternalId,
    Optional<string> Timezone,
    Optional<JsonElement> Metadata,
    bool MergesMetadata) : ICommand<ProjectView>
{
    /// <summary>Only for fields that were found valid.</summary>
    /// <param name="metadata">What the project has, for a patch that merges.</param>
    public ProjectChange ToChange(string metadata) =>
        new(
            Name.Value,
            Timezone.Value,
            SetsExternalId: CustomerExternalId.IsPresent,
            CustomerExternalId.Value,
            NewMetadata(metadata));

    private string? NewMetadata(string metadata) =>
        !Metadata.HasValue ? null
        : !MergesMetadata ? Metadata.Value.GetRawText()
        : ProjectFields.DemandStorable(MergePatch.Apply(metadata, Metadata.Value));
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
        var before = ProjectView.From(project.State);
        if (!project.Change(request.ToChange(project.Metadata), now))
            return before;

        projects.Save(project);
        var after = ProjectView.From(project.State);
        audit.Append(new AuditEntry("project.updated", now, project.Id, new { before, after }));
        return after;
    }
}
