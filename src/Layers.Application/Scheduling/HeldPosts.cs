using Layers.Domain;
using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Cancels the posts that waited for an approval that will not come.</summary>
public sealed class HeldPosts(IScheduledPosts posts)
{
    public const string Rejected = "The container was rejected.";

    /// <summary>Cancels the held posts of containers that the caller has locked, and returns them by container. Audit rows and events are the caller's.</summary>
    public async Task<ILookup<ContainerId, ScheduledPost>> Cancel(
        OrganizationId organization, IReadOnlyCollection<ContainerId> containers, string? reason, Instant now, CancellationToken cancellationToken)
    {
        var held = containers.Count == 0 ? [] : await posts.ListHeld(organization, containers, cancellationToken);
        foreach (var post in held)
            post.Cancel(reason, now);
        posts.SaveEnded(held);
        return held.ToLookup(post => post.Container);
    }
}
