using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>Brings a post to its platform.</summary>
public interface ISocialPublisher
{
    Publisher Kind { get; }

    /// <summary>What every attempt sends, kept with the post: a publisher may refuse a key that comes back with another message. Null when nothing is sent.</summary>
    string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets);

    /// <summary>
    /// Hands the post over. It may come again with the same idempotency key and the same message, after a crash or a failure: a publisher who knows
    /// the key publishes once. Returns what happened instead of throwing, but for cancellation.
    /// </summary>
    Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken);
}

public abstract record PublishOutcome
{
    public sealed record Published(string? ExternalId, string? ExternalUrl) : PublishOutcome;

    /// <summary>For good.</summary>
    public sealed record Refused(Failure Failure) : PublishOutcome;

    /// <summary>The platform no longer takes the account's credentials: trying again may help once it has signed in again.</summary>
    public sealed record SignedOut(Failure Failure) : PublishOutcome;

    /// <summary>Trying again may help.</summary>
    /// <param name="RetryAfter">How long the publisher asks to wait; null when it does not say.</param>
    public sealed record FailedForNow(Failure Failure, Duration? RetryAfter = null) : PublishOutcome;
}
