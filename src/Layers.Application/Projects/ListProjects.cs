using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Projects;
using MediatR;

namespace Layers.Application.Projects;

/// <summary>Lists the organization's projects, newest first. Needs <c>projects:read</c>. Parameters are as they came in the query.</summary>
public sealed record ListProjects(string? Search, string? CustomerExternalId, IReadOnlyList<string> Status, string? Cursor, string? Limit)
    : IRequest<Page<ProjectView>>
{
    /// <summary>Only for parameters that were found valid.</summary>
    public ProjectFilter ToFilter() =>
        new(
            Search,
            CustomerExternalId,
            [.. Status.Select(Words.Parse<ProjectStatus>).Distinct()],
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit));
}

public sealed class ListProjectsValidator : AbstractValidator<ListProjects>
{
    public ListProjectsValidator()
    {
        RuleFor(query => query.Search).Line(Project.LongestName);
        RuleFor(query => query.CustomerExternalId).Line(Project.LongestExternalId);
        RuleFor(query => query.Status).Words<ListProjects, ProjectStatus>();
        RuleFor(query => query.Cursor).Cursor((_, organization) => ListKey.Projects(organization));
        RuleFor(query => query.Limit).Limit();
    }
}

public sealed class ListProjectsHandler(ICaller caller, IProjects projects) : IRequestHandler<ListProjects, Page<ProjectView>>
{
    public async Task<Page<ProjectView>> Handle(ListProjects request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var found = await projects.List(caller.Organization, filter, cancellationToken);
        return Page<ProjectView>.Of([.. found.Select(ProjectView.From)], filter.Limit, view => new Cursor(view.CreatedAt, view.Id.Value, ListKey.Projects(caller.Organization)));
    }
}
