using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;

namespace Layers.Application.Keys;

/// <summary>
/// Lists the organization's keys, newest first, without their secrets; deleted ones only when they are asked for. Needs <c>keys:write</c>.
/// Parameters are as they came in the query.
/// </summary>
public sealed record ListKeys(IReadOnlyList<string> Status, string? Cursor, string? Limit) : IRequest<Page<ApiKeyView>>
{
    private static readonly IReadOnlyList<ApiKeyStatus> InSight = [ApiKeyStatus.Active, ApiKeyStatus.Killed];

    /// <summary>Only for parameters that were found valid.</summary>
    public KeyFilter ToFilter() =>
        new(
            Status.Count == 0 ? InSight : [.. Status.Select(Words.Parse<ApiKeyStatus>).Distinct()],
            Cursor is not null && Application.Cursor.TryParse(Cursor, out var cursor) ? cursor : null,
            QueryFields.LimitOf(Limit));
}

public sealed class ListKeysValidator : AbstractValidator<ListKeys>
{
    public ListKeysValidator()
    {
        RuleFor(query => query.Status).Words<ListKeys, ApiKeyStatus>();
        RuleFor(query => query.Cursor).Cursor((_, organization) => ListKey.ApiKeys(organization));
        RuleFor(query => query.Limit).Limit();
    }
}

public sealed class ListKeysHandler(ICaller caller, IApiKeys keys) : IRequestHandler<ListKeys, Page<ApiKeyView>>
{
    public async Task<Page<ApiKeyView>> Handle(ListKeys request, CancellationToken cancellationToken)
    {
        var filter = request.ToFilter();
        var found = await keys.List(caller.Organization, filter, cancellationToken);
        return Page<ApiKeyView>.Of([.. found.Select(ApiKeyView.From)], filter.Limit, view => new Cursor(view.CreatedAt, view.Id.Value, ListKey.ApiKeys(caller.Organization)));
    }
}
