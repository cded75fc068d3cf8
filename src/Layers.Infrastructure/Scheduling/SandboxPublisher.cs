using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;

namespace Layers.Infrastructure.Scheduling;

/// <summary>
/// A stand-in for a platform, always the same: posts are published at once, but for accounts whose handle ends in <c>-refused</c>, which the
/// platform refuses, and <c>-unavailable</c>, whose platform never answers.
/// </summary>
internal sealed class SandboxPublisher : ISocialPublisher
{
    public PublisherKind Kind { get; } = new(ConnectAccount.DefaultPublisher, "A deterministic stand-in: nothing leaves this server.")
    {
        IsForTestOrganizations = true,
    };

    public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) => null;

    public Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken) =>
        Task.FromResult(OutcomeOf(post, account));

    private static PublishOutcome OutcomeOf(ScheduledPost post, SocialAccount account) =>
        account.Handle switch
        {
            var handle when handle.EndsWith("-refused", StringComparison.Ordinal) =>
                new PublishOutcome.Refused(new Failure("PLATFORM_REFUSED", "The sandbox refuses posts of this account.")),
            var handle when handle.EndsWith("-unavailable", StringComparison.Ordinal) =>
                new PublishOutcome.FailedForNow(new Failure("PLATFORM_UNAVAILABLE", "The sandbox does not answer for this account.")),
            _ => new PublishOutcome.Published($"sandbox-{post.Id.Value:N}", $"https://sandbox.invalid/{post.Id.Value:N}"),
        };
}
