using Layers.Domain;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>The approval policies of projects. A project that is not the organization's is <see cref="ErrorKind.NotFound"/>.</summary>
public interface IPolicies
{
    Task<ApprovalPolicy> Get(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    /// <summary>The same, but an archived project refuses.</summary>
    Task<ApprovalPolicy> GetOpen(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    /// <summary>Locks the policy until the transaction ends. An archived project refuses.</summary>
    Task<ApprovalPolicy> GetForUpdate(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    /// <summary>The policy with what its other name shows beside it, as of one moment.</summary>
    Task<PolicyUnderReview> GetUnderReview(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    /// <summary>The same, with the lock of <see cref="GetForUpdate"/>. An archived project refuses.</summary>
    Task<PolicyUnderReview> GetUnderReviewForUpdate(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    /// <summary>The policy and the count that its warm-up needs, as of one moment. An archived project refuses.</summary>
    Task<PolicyForNewContainer> GetForNewContainer(OrganizationId organization, ProjectId project, CancellationToken cancellationToken);

    void Add(ApprovalPolicy policy);

    void Save(ApprovalPolicy policy);

    /// <summary>What a policy with this warm-up and this cutoff would meet: see <see cref="PolicyBacklog"/>.</summary>
    Task<PolicyBacklog> CountBacklog(OrganizationId organization, ProjectId project, int firstN, Instant? cutoff, CancellationToken cancellationToken);
}

/// <param name="Pending">Containers of the project that wait for a decision; none of an archived project does.</param>
public sealed record PolicyUnderReview(ApprovalPolicy Policy, int Pending, Instant ProjectCreatedAt);

/// <param name="Decided">Approved and rejected containers of the project, counted no further than the policy's first N.</param>
public sealed record PolicyForNewContainer(ApprovalPolicy Policy, int Decided);

/// <param name="Pending">Containers of the project that wait for a decision.</param>
/// <param name="DueAtOnce">Those of them that are completed, are not held, and whose silence counts from the cutoff or before.</param>
/// <param name="Decided">Approved and rejected containers, counted no further than the first N.</param>
public sealed record PolicyBacklog(int Pending, int DueAtOnce, int Decided);
