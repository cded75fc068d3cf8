using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Webhooks;

[ApiController]
[Route("v1/webhook-endpoints")]
public sealed class WebhookEndpointsController(IMediator mediator, IMapper mapper, WebhookSecrets secrets) : ControllerBase
{
    /// <summary>Have events sent to an address of yours.</summary>
    /// <remarks>
    /// Every delivery is signed with the <c>signingSecret</c> of this response, which is shown only now. <c>events</c> is <c>["*"]</c> or a list of
    /// types; with a <c>projectId</c> only events of that project come. An organization has at most 50 endpoints.
    /// </remarks>
    [HttpPost]
    [Operation("createWebhookEndpoint")]
    [ProducesResponseType<WebhookSecretResponse>(StatusCodes.Status201Created)]
    [SendsHeader(StatusCodes.Status201Created, "Location", "The endpoint's address.")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<IActionResult> Create([JsonBody] CreateWebhookEndpointBody body, CancellationToken cancellationToken)
    {
        var create = new CreateWebhookEndpoint(body.Url, body.Events, body.Description, body.ProjectId);
        var endpoint = await mediator.Send(create, cancellationToken);
        return Created($"/v1/webhook-endpoints/{endpoint.Id}", await WithSecret(endpoint, cancellationToken));
    }

    /// <summary>List the organization's webhook endpoints, newest first.</summary>
    [HttpGet]
    [Operation("listWebhookEndpoints")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<PageResponse<WebhookEndpointResponse>> List([FromQuery(Name = "")] ListWebhookEndpointsQuery query, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(new ListWebhookEndpoints(query.Cursor, query.Limit), cancellationToken);
        return mapper.MapPage<WebhookEndpointView, WebhookEndpointResponse>(page);
    }

    /// <summary>Read a webhook endpoint.</summary>
    [HttpGet("{webhookEndpointId}")]
    [Operation("getWebhookEndpoint")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<WebhookEndpointResponse> Get(WebhookEndpointId webhookEndpointId, CancellationToken cancellationToken) =>
        mapper.Map<WebhookEndpointResponse>(await mediator.Send(new GetWebhookEndpoint(webhookEndpointId), cancellationToken));

    /// <summary>Change a webhook endpoint, stop it, or let it continue.</summary>
    /// <remarks>
    /// Absent keeps, a value sets, and <c>null</c> unsets <c>description</c>; at least one field. <c>status</c> <c>active</c> lets a paused or
    /// disabled endpoint go on: what was kept for it goes out at once. <c>disabled</c> gives up what is on its way, and keeps nothing.
    /// </remarks>
    [HttpPatch("{webhookEndpointId}")]
    [Operation("changeWebhookEndpoint")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<WebhookEndpointResponse> Patch(
        WebhookEndpointId webhookEndpointId, [JsonBody] PatchWebhookEndpointBody body, CancellationToken cancellationToken)
    {
        var patch = new PatchWebhookEndpoint(webhookEndpointId, body.Url, body.Events, body.Description, body.Status);
        return mapper.Map<WebhookEndpointResponse>(await mediator.Send(patch, cancellationToken));
    }

    /// <summary>Remove a webhook endpoint and its deliveries.</summary>
    [HttpDelete("{webhookEndpointId}")]
    [Operation("deleteWebhookEndpoint")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<WebhookEndpointResponse> Delete(WebhookEndpointId webhookEndpointId, CancellationToken cancellationToken) =>
        mapper.Map<WebhookEndpointResponse>(await mediator.Send(new DeleteWebhookEndpoint(webhookEndpointId), cancellationToken));

    /// <summary>Give a webhook endpoint a new signing secret.</summary>
    /// <remarks>
    /// For 24 hours deliveries carry a signature of the new secret and one of the secret before it. A second rotation within that time ends the
    /// first secret at once.
    /// </remarks>
    [HttpPost("{webhookEndpointId}/rotate-secret")]
    [Operation("rotateWebhookSecret")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<WebhookSecretResponse> RotateSecret(WebhookEndpointId webhookEndpointId, CancellationToken cancellationToken) =>
        await WithSecret(await mediator.Send(new RotateWebhookSecret(webhookEndpointId), cancellationToken), cancellationToken);

    /// <summary>Send an event to try a webhook endpoint out.</summary>
    /// <remarks>A <c>webhook.test</c> goes to this endpoint alone, and is tried once. It is among its deliveries, but not in <c>/v1/events</c>.</remarks>
    [HttpPost("{webhookEndpointId}/test")]
    [Operation("testWebhookEndpoint")]
    [ProducesResponseType<WebhookDeliveryView>(StatusCodes.Status202Accepted, Description = "It goes out at once.")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<IActionResult> Test(WebhookEndpointId webhookEndpointId, CancellationToken cancellationToken) =>
        Accepted(await mediator.Send(new TestWebhookEndpoint(webhookEndpointId), cancellationToken));

    /// <summary>List what was and is to be delivered to a webhook endpoint, newest first.</summary>
    [HttpGet("{webhookEndpointId}/deliveries")]
    [Operation("listWebhookDeliveries")]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<PageResponse<WebhookDeliveryView>> ListDeliveries(
        WebhookEndpointId webhookEndpointId, [FromQuery(Name = "")] ListWebhookDeliveriesQuery query, CancellationToken cancellationToken)
    {
        var list = new ListWebhookDeliveries(webhookEndpointId, query.Status, query.EventType, query.Cursor, query.Limit);
        return PageResponse<WebhookDeliveryView>.Of(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Deliver an event once more, whatever became of it.</summary>
    /// <remarks>It goes out at once, under the same <c>webhook-id</c>, and is tried as often as a new one. A paused endpoint gets it when it goes on.</remarks>
    [HttpPost("{webhookEndpointId}/deliveries/{eventId}/replay")]
    [Operation("replayWebhookDelivery")]
    [ProducesResponseType<WebhookDeliveryView>(StatusCodes.Status202Accepted, Description = "It goes out at once.")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.WebhooksWrite)]
    public async Task<IActionResult> Replay(WebhookEndpointId webhookEndpointId, Domain.EventId eventId, CancellationToken cancellationToken)
    {
        var delivery = await mediator.Send(new ReplayWebhookDelivery(webhookEndpointId, eventId), cancellationToken);
        return Accepted(delivery);
    }

    // The secret is derived here, and not in the view: views are kept beside idempotency keys.
    private async Task<WebhookSecretResponse> WithSecret(WebhookEndpointView endpoint, CancellationToken cancellationToken) =>
        new(mapper.Map<WebhookEndpointResponse>(endpoint), await secrets.TextOf(endpoint.Id, endpoint.SecretVersion, cancellationToken));
}

[Becomes<CreateWebhookEndpoint>]
public sealed record CreateWebhookEndpointBody
{
    /// <summary>An absolute https address of at most 2,048 characters.</summary>
    public Optional<string> Url { get; init; }

    /// <summary><c>["*"]</c>, or types of events.</summary>
    public Optional<IReadOnlyList<string>> Events { get; init; }

    /// <summary>1 to 256 characters, or null.</summary>
    public Optional<string> Description { get; init; }

    /// <summary>Only events of that project, or null for all.</summary>
    public Optional<string> ProjectId { get; init; }
}

[Becomes<PatchWebhookEndpoint>]
public sealed record PatchWebhookEndpointBody
{
    /// <summary>An absolute https address of at most 2,048 characters.</summary>
    public Optional<string> Url { get; init; }

    /// <summary><c>["*"]</c>, or types of events.</summary>
    public Optional<IReadOnlyList<string>> Events { get; init; }

    /// <summary>1 to 256 characters, or null.</summary>
    public Optional<string> Description { get; init; }

    /// <summary><c>active</c> or <c>disabled</c>.</summary>
    public Optional<string> Status { get; init; }
}

[Becomes<ListWebhookEndpoints>]
public sealed record ListWebhookEndpointsQuery
{
    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}

[Becomes<ListWebhookDeliveries>]
public sealed record ListWebhookDeliveriesQuery
{
    public string[] Status { get; init; } = [];

    [AlsoCalled("type")]
    public string[] EventType { get; init; } = [];

    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}
