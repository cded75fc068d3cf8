using FluentValidation;
using Layers.Application;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Acme.Moderation;

/// <summary>Lists the looks at a container, latest first. Needs <c>acme:look</c>. Parameters are as they came in the query.</summary>
public sealed record ListLooks(ContainerId Id, string? Cursor, string? Limit) : IRequest<Page<LookView>>
{
    /// <summary>A cursor belongs to the list of one container.</summary>
    public ListKey Key => new("acmeLooks", Id.Value);
}

public sealed class ListLooksValidator : AbstractValidator<ListLooks>
{
    public ListLooksValidator()
    {
        RuleFor(query => query.Cursor).Cursor((query, _) => query.Key);
        RuleFor(query => query.Limit).Limit();
    }
}

public sealed class ListLooksHandler(ICaller caller, Looks looks) : IRequestHandler<ListLooks, Page<LookView>>
{
    public async Task<Page<LookView>> Handle(ListLooks request, CancellationToken cancellationToken)
    {
        var after = request.Cursor is not null && Cursor.TryParse(request.Cursor, out var cursor) ? cursor : null;
        var limit = QueryFields.LimitOf(request.Limit);
        var rows = await looks.List(caller.Organization, request.Id, after, limit, cancellationToken);
        var page = Page<LookRow>.Of(rows, limit, row => new Cursor(row.LookedAt!.Value, row.LookId!.Value, request.Key));
        return new Page<LookView>([.. page.Items.Select(row => row.ToView(request.Id))], page.Next);
    }
}
