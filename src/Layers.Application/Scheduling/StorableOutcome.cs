using Layers.Application.Seams;
using Layers.Domain;

namespace Layers.Application.Scheduling;

/// <summary>What a publisher returns, as it can be stored and shown. The post is out: an id or an address that cannot be kept does not undo that.</summary>
internal static class StorableOutcome
{
    private const int LongestPlace = 2_048;
    private const int LongestCode = 64;
    private const int LongestMessage = 1_024;

    public static PublishOutcome Of(PublishOutcome outcome) =>
        outcome switch
        {
            PublishOutcome.Published published => new PublishOutcome.Published(TextOf(published.ExternalId, LongestPlace), AddressOf(published.ExternalUrl)),
            PublishOutcome.Refused refused => refused with { Failure = FailureOf(refused.Failure) },
            PublishOutcome.SignedOut signedOut => signedOut with { Failure = FailureOf(signedOut.Failure) },
            PublishOutcome.FailedForNow failed => failed with { Failure = FailureOf(failed.Failure) },
            _ => throw new InvalidOperationException("The publisher returned no known outcome."),
        };

    private static Failure FailureOf(Failure failure) =>
        new(TextOf(failure.Code, LongestCode) ?? GuardedPublishers.Failed.Code, TextOf(failure.Message, LongestMessage) ?? GuardedPublishers.Failed.Message);

    private static string? TextOf(string? text, int longest) => text is { Length: > 0 } && text.Length <= longest && Text.IsStorable(text) ? text : null;

    // People follow it as a link: a name in front of the host would pass for another one.
    private static string? AddressOf(string? text) =>
        TextOf(text, LongestPlace) is { } url
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.UserInfo.Length == 0
            ? url
            : null;
}
