using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Projects;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Makes an endpoint, which gets the events from now on. Types that are given twice count once. Needs <c>webhooks:write</c>.
/// </summary>
public sealed record CreateWebhookEndpoint(
    Optional<string> Url, Optional<IReadOnlyList<string>> Events, Optional<string> Description, Optional<string> ProjectId)
    : ICommand<WebhookEndpointView>;

public sealed class CreateWebhookEndpointValidator : AbstractValidator<CreateWebhookEndpoint>
{
    public CreateWebhookEndpointValidator(WebhookOptions options, IWebhookHosts hosts, EventCatalog events)
    {
        RuleFor(command => command.Url).EndpointUrl(Presence.Required, options, hosts);
        RuleFor(command => command.Events).EventTypes(Presence.Required, events);
        RuleFor(command => command.Description).Description();
        RuleFor(command => command.ProjectId).Takes(
            Presence.MayBeAbsentOrNull, Rules.IdOf<ProjectId>(CreateWebhookEndpointHandler.MustBeAProject));
    }
}

public sealed class CreateWebhookEndpointHandler(
    ICaller caller, IWebhookEndpoints endpoints, IProjects projects, IAuditLog audit, ServerClock serverClock, IClock clock)
    : IRequestHandler<CreateWebhookEndpoint, WebhookEndpointView>
{
    internal const string MustBeAProject = "must be the id of a project of this organization";

    public async Task<WebhookEndpointView> Handle(CreateWebhookEndpoint request, CancellationToken cancellationToken)
    {
        var project = await FindProject(request.ProjectId.Value, cancellationToken);
        if (await endpoints.CountForUpdate(caller.Organization, cancellationToken) >= WebhookEndpoint.MostOfAnOrganization)
            throw DomainException.Conflict($"An organization has at most {WebhookEndpoint.MostOfAnOrganization} webhook endpoints.", "limit", WebhookEndpoint.MostOfAnOrganization);

        var endpoint = Make(request, project, serverClock.Now());
        endpoints.Add(endpoint);
        var view = WebhookEndpointView.From(endpoint.State);
        audit.Append(new AuditEntry("webhook_endpoint.created", clock.Now(), project, new { after = view }));
        return view;
    }

    private async Task<ProjectId?> FindProject(string? text, CancellationToken cancellationToken)
    {
        if (text is null || !Id.TryParse<ProjectId>(text, out var id))
            return null;
        try
        {
            return (await projects.Get(caller.Organization, id, cancellationToken)).Id;
        }
        catch (DomainException e) when (e.Kind == ErrorKind.NotFound)
        {
            throw DomainException.Invalid([new Issue("projectId", $"projectId {MustBeAProject}.")]);
        }
    }

    private WebhookEndpoint Make(CreateWebhookEndpoint request, ProjectId? project, Instant now) =>
        new(new WebhookEndpointState
        {
            Id = Id.New<WebhookEndpointId>(now),
            Organization = caller.Organization,
            Project = project,
            Url = request.Url.Value!,
            Events = [.. request.Events.Value!.Distinct()],
            Description = request.Description.Value,
            Status = WebhookEndpointStatus.Active,
            SecretVersion = 1,
            CreatedAt = now,
            UpdatedAt = now,
        });
}
