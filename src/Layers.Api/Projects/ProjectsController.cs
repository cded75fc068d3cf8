using System.Text.Json;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Projects;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Projects;

[ApiController]
[Route("v1/projects")]
public sealed class ProjectsController(IMediator mediator) : ControllerBase
{
    /// <summary>Create a project.</summary>
    /// <remarks>Its gate is open until a policy is set. Names and <c>customerExternalId</c> need not be unique.</remarks>
    [HttpPost]
    [Operation("createProject")]
    [ProducesResponseType<ProjectView>(StatusCodes.Status201Created)]
    [SendsHeader(StatusCodes.Status201Created, "Location", "The project's address.")]
    [RequireScope(Scopes.ProjectsWrite)]
    public async Task<IActionResult> Create([JsonBody] CreateProjectBody body, CancellationToken cancellationToken)
    {
        var project = await mediator.Send(new CreateProject(body.Name, body.CustomerExternalId, body.Timezone, body.Metadata), cancellationToken);
        return Created($"/v1/projects/{project.Id}", project);
    }

    /// <summary>List the organization's projects, newest first.</summary>
    [HttpGet]
    [Operation("listProjects")]
    [RequireScope(Scopes.ProjectsRead)]
    public async Task<PageResponse<ProjectView>> List([FromQuery(Name = "")] ListProjectsQuery query, CancellationToken cancellationToken)
    {
        var list = new ListProjects(query.Search, query.CustomerExternalId, query.Status, query.Cursor, query.Limit);
        return PageResponse<ProjectView>.Of(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Read a project.</summary>
    [HttpGet("{projectId}")]
    [Operation("getProject")]
    [RequireScope(Scopes.ProjectsRead)]
    public Task<ProjectView> Get(ProjectId projectId, CancellationToken cancellationToken) =>
        mediator.Send(new GetProject(projectId), cancellationToken);

    /// <summary>Change a project.</summary>
    /// <remarks>Absent keeps, a value sets, and <c>null</c> unsets <c>customerExternalId</c>; at least one field. An archived project refuses with 409.</remarks>
    [HttpPatch("{projectId}")]
    [Operation("changeProject")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.ProjectsWrite)]
    public async Task<ProjectView> Patch(ProjectId projectId, [JsonBody] PatchProjectBody body, CancellationToken cancellationToken)
    {
        var patch = new PatchProject(projectId, body.Name, body.CustomerExternalId, body.Timezone, body.Metadata, JsonMediaType.IsMergePatch(Request));
        return await mediator.Send(patch, cancellationToken);
    }

    /// <summary>Archive a project: it stays readable and takes no more writes.</summary>
    /// <remarks>It cannot be undone. Archiving again changes nothing and returns 200; other writes, those to its containers included, get 409.</remarks>
    [HttpDelete("{projectId}")]
    [Operation("archiveProject")]
    [RequireScope(Scopes.ProjectsWrite)]
    public Task<ProjectView> Archive(ProjectId projectId, CancellationToken cancellationToken) =>
        mediator.Send(new ArchiveProject(projectId), cancellationToken);
}

[Becomes<CreateProject>]
public sealed record CreateProjectBody
{
    /// <summary>1 to 128 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>Your own id of the customer, 1 to 255 characters, or null.</summary>
    public Optional<string> CustomerExternalId { get; init; }

    /// <summary>An IANA time zone; <c>UTC</c> unless given.</summary>
    public Optional<string> Timezone { get; init; }

    /// <summary>An object of your own, at most 8,192 bytes of JSON.</summary>
    [ShownAs(typeof(IReadOnlyDictionary<string, JsonElement>))]
    public Optional<JsonElement> Metadata { get; init; }
}

[Becomes<PatchProject>]
public sealed record PatchProjectBody
{
    /// <summary>1 to 128 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>Your own id of the customer, 1 to 255 characters, or null.</summary>
    public Optional<string> CustomerExternalId { get; init; }

    /// <summary>An IANA time zone.</summary>
    public Optional<string> Timezone { get; init; }

    /// <summary>
    /// An object of your own, at most 8,192 bytes of JSON; it is replaced as a whole, or merged when the body is <c>application/merge-patch+json</c>.
    /// </summary>
    [ShownAs(typeof(IReadOnlyDictionary<string, JsonElement>))]
    public Optional<JsonElement> Metadata { get; init; }
}

[Becomes<ListProjects>]
public sealed record ListProjectsQuery
{
    /// <summary>A part of the name, whatever its case.</summary>
    public string? Search { get; init; }

    /// <summary>Your own id of the customer, exactly.</summary>
    public string? CustomerExternalId { get; init; }

    public string[] Status { get; init; } = [];

    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}
