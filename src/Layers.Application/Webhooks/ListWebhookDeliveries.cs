using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;

namespace Layers.Application.Webhooks;

/// <summary>Lists what was and is to be delivered to an endpoint, newest first. Needs <c>webhooks:write</c>. Parameters are as they came in the query.</summary>
public sealed record ListWebhookDeliveries(
    WebhookEndpointId Endpoint, IReadOnlyList<string> Status, IReadOnlyList<string> EventType, string? Cursor, string? Limit)
    : IRequest<Page<WebhookDeliveryView>>
{
    public const int DefaultLimit = 50;

    /// <summary>Only for parameters that were found valid.</summary>
    public DeliveryFilter ToFilter() =>
        new(
            [.. Status.Select(Words.Parse<DeliveryStatus>).Distinct()],
            [.. EventType.Distinct()],
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit, DefaultLimit));
}

public sealed class ListWebhookDeliveriesValidator : AbstractValidator<ListWebhookDeliveries>
{
    public ListWebhookDeliveriesValidator(EventCatalog events)
    {
        RuleFor(query => query.Status).Words<ListWebhookDeliveries, DeliveryStatus>();
        RuleFor(query => query.EventType).EachTakes(Rules.OneOf([.. events.Types, WebhookDelivery.TestType]));
        RuleFor(query => query.Cursor).Cursor((query, _) => ListKey.WebhookDeliveries(query.Endpoint));
        RuleFor(query => query.Limit).Limit(otherwise: ListWebhookDeliveries.DefaultLimit);
    }
}

public sealed class ListWebhookDeliveriesHandler(ICaller caller, IWebhookEndpoints endpoints, IWebhookDeliveries deliveries)
    : IRequestHandler<ListWebhookDeliveries, Page<WebhookDeliveryView>>
{
    public async Task<Page<WebhookDeliveryView>> Handle(ListWebhookDeliveries request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var endpoint = await endpoints.Get(caller.Organization, request.Endpoint, cancellationToken);
        var found = await deliveries.List(caller.Organization, endpoint.Id, filter, cancellationToken);
        return Page<WebhookDeliveryView>.Of(
            [.. found.Select(WebhookDeliveryView.From)], filter.Limit, view => new Cursor(view.CreatedAt, view.EventId.Value, ListKey.WebhookDeliveries(request.Endpoint)));
    }
}
