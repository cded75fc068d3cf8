using System.Text.Json;
using FluentValidation;
using Layers.Application.Approval;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Projects;
using MediatR;
using NodaTime;

namespace Layers.Application.Projects;

/// <summary>Makes a project whose gate is open until a policy is set. Needs <c>projects:write</c>.</summary>
public sealed record CreateProject(Optional<string> Name, Optional<string> CustomerExternalId, Optional<string> Timezone, Optional<JsonElement> Metadata)
    : ICommand<ProjectView>;

public sealed class CreateProjectValidator : AbstractValidator<CreateProject>
{
    public CreateProjectValidator()
    {
        RuleFor(command => command.Name).ProjectName(Presence.Required);
        RuleFor(command => command.CustomerExternalId).ExternalId();
        RuleFor(command => command.Timezone).Timezone();
        RuleFor(command => command.Metadata).Metadata();
    }
}

public sealed class CreateProjectHandler(ICaller caller, IProjects projects, IPolicies policies, IAuditLog audit, IClock clock)
    : IRequestHandler<CreateProject, ProjectView>
{
    public Task<ProjectView> Handle(CreateProject request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var project = new Project(new ProjectState
        {
            Id = Id.New<ProjectId>(now),
            Organization = caller.Organization,
            Name = request.Name.Value!,
            CustomerExternalId = request.CustomerExternalId.Value,
            Timezone = request.Timezone.Value ?? "UTC",
            Metadata = request.Metadata.HasValue ? request.Metadata.Value.GetRawText() : "{}",
            CreatedAt = now,
            UpdatedAt = now,
        });
        projects.Add(project);
        policies.Add(ApprovalPolicy.ForNewProject(project.Organization, project.Id, now));
        var view = ProjectView.From(project.State);
        audit.Append(new AuditEntry("project.created", now, project.Id, new { after = view }));
        return Task.FromResult(view);
    }
}
