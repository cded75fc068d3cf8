using MediatR;

namespace Layers.Application.Uploads;

/// <summary>How many bytes of media each organization keeps, by name. For the operator.</summary>
public sealed record ListMediaUsage : IRequest<IReadOnlyList<OrganizationUsage>>;

public sealed class ListMediaUsageHandler(IMediaUsage usage) : IRequestHandler<ListMediaUsage, IReadOnlyList<OrganizationUsage>>
{
    public Task<IReadOnlyList<OrganizationUsage>> Handle(ListMediaUsage request, CancellationToken cancellationToken) => usage.ListAll(cancellationToken);
}
