using System.Text.Json.Serialization;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Application.Approval;

/// <summary>The policy under its other name.</summary>
/// <param name="FirstN">Present only with <c>review_first_n</c>.</param>
/// <param name="PendingCount">Containers of the project that wait for a decision, completed or not: none that has failed or was canceled, and none of an archived project.</param>
/// <param name="UpdatedAt">Absent until somebody has set the policy, by either name.</param>
public sealed record ReviewPolicyView(
    ReviewMode Policy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? FirstN,
    int PendingCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? UpdatedAt)
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
