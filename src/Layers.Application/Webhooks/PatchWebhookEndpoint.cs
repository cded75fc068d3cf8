using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Changes what was given of an endpoint. <c>active</c> lets a paused or disabled one go on, with what was kept for it at once; <c>disabled</c>
/// gives up what is on its way. A change that changes nothing writes no audit event. Needs <c>webhooks:write</c>.
/// </summary>
public sealed record PatchWebhookEndpoint(
    WebhookEndpointId Id, Optional<string> Url, Optional<IReadOnlyList<string>> Events, Optional<string> Description, Optional<string> Status)
    : ICommand<WebhookEndpointView>
{
    /// <summary>Only for fields that were found valid.</summary>
    public WebhookEndpointChange ToChange() =>
        new(
            Url.Value,
            Events.Value is { } types ? [.. types.Distinct()] : null,
            SetsDescription: Description.IsPresent,
            Description.Value,
            Status.HasValue ? Words.Parse<WebhookEndpointStatus>(Status.Value!) : null);
}

public sealed class PatchWebhookEndpointValidator : AbstractValidator<PatchWebhookEndpoint>
{
    private static readonly string[] Statuses = [WebhookEndpointStatus.Active.ToWord(), WebhookEndpointStatus.Disabled.ToWord()];

    public PatchWebhookEndpointValidator(WebhookOptions options, IWebhookHosts hosts, EventCatalog events)
    {
        RuleFor(command => command.Url).EndpointUrl(Presence.MayBeAbsent, options, hosts);
        RuleFor(command => command.Events).EventTypes(Presence.MayBeAbsent, events);
        RuleFor(command => command.Description).Description();
        RuleFor(command => command.Status).OneOf(Presence.MayBeAbsent, Statuses);
        RuleFor(command => command)
            .Must(command => command.Url.IsPresent || command.Events.IsPresent || command.Description.IsPresent || command.Status.IsPresent)
            .OverridePropertyName("")
            .WithMessage("At least one of url, events, description and status is required.");
    }
}

public sealed class PatchWebhookEndpointHandler(
    ICaller caller, IWebhookEndpoints endpoints, IWebhookDeliveries deliveries, IAuditLog audit, ServerClock serverClock, IClock clock)
    : IRequestHandler<PatchWebhookEndpoint, WebhookEndpointView>
{
    public async Task<WebhookEndpointView> Handle(PatchWebhookEndpoint request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        var now = serverClock.Now();
        var before = WebhookEndpointView.From(endpoint.State);
        if (!endpoint.Change(request.ToChange(), now))
            return before;

        endpoints.Save(endpoint);
        if (endpoint.Status != before.Status)
            await SettlePendingDeliveries(endpoint, now, cancellationToken);
        var after = WebhookEndpointView.From(endpoint.State);
        audit.Append(new AuditEntry("webhook_endpoint.updated", clock.Now(), endpoint.Project, new { before, after }));
        return after;
    }

    private async Task SettlePendingDeliveries(WebhookEndpoint endpoint, Instant now, CancellationToken cancellationToken)
    {
        if (endpoint.Status == WebhookEndpointStatus.Active)
            deliveries.ReplayPending(endpoint.Organization, endpoint.Id, now);
        else
            await deliveries.FailPending(endpoint.Organization, endpoint.Id, DeliveryError.Disabled, cancellationToken);
    }
}
