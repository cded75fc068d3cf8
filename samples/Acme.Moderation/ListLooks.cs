using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Acme.Moderation;

/// <summary>Lists the latest looks at a container. Needs <c>acme:look</c>.</summary>
public sealed record ListLooks(ContainerId Id) : IRequest<IReadOnlyList<LookView>>;

public sealed class ListLooksHandler(ICaller caller, Looks looks) : IRequestHandler<ListLooks, IReadOnlyList<LookView>>
{
    public Task<IReadOnlyList<LookView>> Handle(ListLooks request, CancellationToken cancellationToken) =>
        looks.List(caller.Organization, request.Id, cancellationToken);
}
