using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Seams;

/// <summary>
/// Brings posts of its accounts to their platform. There is one for the whole server: it keeps nothing between calls, and several posts go through it at the
/// same time.
/// </summary>
public interface ISocialPublisher
{
    /// <summary>Always the same.</summary>
    PublisherKind Kind { get; }

    /// <summary>
    /// What every attempt sends, written down with the first claim, before anything is sent. A service may refuse an idempotency key that comes back with
    /// another message, so it is made once. Null when nothing is sent.
    /// </summary>
    string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets);

    /// <summary>
    /// Hands the post over, with <see cref="ScheduledPost.Message"/> as it was composed. After a crash or a failure it is called again, with the same
    /// <see cref="ScheduledPost.IdempotencyKey"/>: a service that knows the key publishes once. It returns what happened instead of throwing, but for
    /// cancellation: what throws counts as <see cref="PublishOutcome.FailedForNow"/>. No transaction is open, and no connection is held.
    /// </summary>
    /// <param name="post">With its message.</param>
    /// <param name="account">Whose post it is. An account that was connected to an older version may lack a setting.</param>
    /// <param name="cancellationToken">
    /// Is canceled two minutes before the claim ends (<c>Layers:Dispatch:LeaseSeconds</c>), so that no other node hands the post over meanwhile. What has not
    /// returned then has failed for now.
    /// </param>
    Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken);
}

public abstract record PublishOutcome
{
    /// <summary>The post is out, or in the account's drafts.</summary>
    /// <param name="ExternalId">The platform's own id of the post; null when it is not known. One of more than 2,048 characters is not kept.</param>
    /// <param name="ExternalUrl">Where the post is, an http or https address; null when it is not known. What is not such an address is not kept.</param>
    public sealed record Published(string? ExternalId, string? ExternalUrl) : PublishOutcome;

    /// <summary>For good.</summary>
    public sealed record Refused(Failure Failure) : PublishOutcome;

    /// <summary>The platform no longer takes the account's credentials: its posts wait until somebody has reconnected it.</summary>
    public sealed record SignedOut(Failure Failure) : PublishOutcome;

    /// <summary>Trying again may help.</summary>
    /// <param name="RetryAfter">How long the publisher asks to wait; null when it does not say.</param>
    public sealed record FailedForNow(Failure Failure, Duration? RetryAfter = null) : PublishOutcome;
}
