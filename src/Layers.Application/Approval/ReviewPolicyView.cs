using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>The policy under its other name.</summary>
/// <param name="FirstN">Null unless the first N are reviewed.</param>
/// <param name="PendingCount">Containers of the project that wait for a decision; none of an archived project does.</param>
/// <param name="UpdatedAt">Null until somebody set the policy, by whichever name.</param>
public sealed record ReviewPolicyView(ReviewMode Policy, int? FirstN, int PendingCount, Instant? UpdatedAt)
{
    public static ReviewPolicyView From(PolicyUnderReview review)
    {
        var policy = review.Policy;
        return new ReviewPolicyView(
            policy.Mode,
            policy.Mode == ReviewMode.ReviewFirstN ? policy.FirstNPostsBlocked : null,
            review.Pending,
            policy.WasEverSet(review.ProjectCreatedAt) ? policy.UpdatedAt : null);
    }
}
