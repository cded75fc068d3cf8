using MediatR;

namespace Layers.Application.Organizations;

/// <summary>All organizations, by name. For the operator at the machine.</summary>
public sealed record ListOrganizations : IRequest<IReadOnlyList<OrganizationView>>;

/// <summary>One organization, by id or by name. For the operator at the machine.</summary>
public sealed record FindOrganization(string NameOrId) : IRequest<OrganizationView>;

public sealed class ListOrganizationsHandler(IOrganizations organizations)
    : IRequestHandler<ListOrganizations, IReadOnlyList<OrganizationView>>, IRequestHandler<FindOrganization, OrganizationView>
{
    public Task<IReadOnlyList<OrganizationView>> Handle(ListOrganizations request, CancellationToken cancellationToken) =>
        organizations.List(cancellationToken);

    public Task<OrganizationView> Handle(FindOrganization request, CancellationToken cancellationToken) =>
        organizations.Find(request.NameOrId, cancellationToken);
}
