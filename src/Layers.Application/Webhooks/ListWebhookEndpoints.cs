using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using MediatR;

namespace Layers.Application.Webhooks;

/// <summary>Lists the organization's endpoints, newest first. Needs <c>webhooks:write</c>. Parameters are as they came in the query.</summary>
public sealed record ListWebhookEndpoints(string? Cursor, string? Limit) : IRequest<Page<WebhookEndpointView>>;

public sealed class ListWebhookEndpointsValidator : AbstractValidator<ListWebhookEndpoints>
{
    public ListWebhookEndpointsValidator()
    {
        RuleFor(query => query.Cursor).Cursor((_, organization) => ListKey.WebhookEndpoints(organization));
        RuleFor(query => query.Limit).Limit();
    }
}

public sealed class ListWebhookEndpointsHandler(ICaller caller, IWebhookEndpoints endpoints)
    : IRequestHandler<ListWebhookEndpoints, Page<WebhookEndpointView>>
{
    public async Task<Page<WebhookEndpointView>> Handle(ListWebhookEndpoints request, CancellationToken cancellationToken)
    {
        var after = request.Cursor is not null && Cursor.TryParse(request.Cursor, out var cursor) ? cursor : null;
        var limit = QueryFields.LimitOf(request.Limit);
        var found = await endpoints.List(caller.Organization, after, limit, cancellationToken);
        return Page<WebhookEndpointView>.Of([.. found.Select(WebhookEndpointView.From)], limit, view => new Cursor(view.CreatedAt, view.Id.Value, ListKey.WebhookEndpoints(caller.Organization)));
    }
}
