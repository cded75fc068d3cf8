using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Organizations;

/// <summary>
/// Stops the caller's organization: every node refuses its keys within a second after this returns, and from then on nothing of it is decided, dispatched
/// or delivered until it is resumed. Suspending it again changes nothing. For the operator at the machine.
/// </summary>
public sealed record SuspendOrganization : IRequest<ChangedOrganization>;

/// <summary>
/// Lets the caller's organization go on: its keys work again, review windows go on where they stood, and posts and deliveries that have become due are sent.
/// Resuming an active one changes nothing. For the operator at the machine.
/// </summary>
public sealed record ResumeOrganization : ICommand<ChangedOrganization>;

/// <param name="IsChanged">False when it was so before.</param>
public sealed record ChangedOrganization(OrganizationView Organization, bool IsChanged);

public sealed class SuspendOrganizationHandler(
    ICaller caller, IOrganizations organizations, IReviewClocks clocks, IUnitOfWork work, IAuditLog audit, IClock clock)
    : IRequestHandler<SuspendOrganization, ChangedOrganization>, IRequestHandler<ResumeOrganization, ChangedOrganization>
{
    public async Task<ChangedOrganization> Handle(SuspendOrganization request, CancellationToken cancellationToken)
    {
        var suspended = await work.Run(() => Suspend(cancellationToken), cancellationToken);
        await organizations.WaitForWork(caller.Organization, cancellationToken);
        return suspended;
    }

    // Committed before it waits: nothing new begins meanwhile, so what is waited for ends.
    private async Task<ChangedOrganization> Suspend(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var isChanged = await organizations.Suspend(caller.Organization, now, cancellationToken);
        return await Record("organization.suspended", isChanged, now, cancellationToken);
    }

    public async Task<ChangedOrganization> Handle(ResumeOrganization request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        await clocks.LeaveOutSuspension(caller.Organization, now, cancellationToken);
        var isChanged = await organizations.Resume(caller.Organization, now, cancellationToken);
        return await Record("organization.resumed", isChanged, now, cancellationToken);
    }

    private async Task<ChangedOrganization> Record(string what, bool isChanged, Instant now, CancellationToken cancellationToken)
    {
        var organization = await organizations.Find(caller.Organization.ToString(), cancellationToken);
        if (isChanged)
            audit.Append(new AuditEntry(what, now, Project: null, new { organizationId = organization.Id, organization.Name }));
        return new ChangedOrganization(organization, isChanged);
    }
}
