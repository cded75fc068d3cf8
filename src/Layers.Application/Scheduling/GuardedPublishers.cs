using Layers.Application.Seams;
using Layers.Domain;
using Microsoft.Extensions.Logging;

namespace Layers.Application.Scheduling;

/// <summary>This server's publishers, as a dispatcher uses them: with bounded calls, and with outcomes that can be stored. A failure concerns one post.</summary>
public sealed partial class GuardedPublishers(PublisherCatalog publishers, DispatchOptions options, TimeProvider time, ILogger<GuardedPublishers> logger)
{
    public static readonly Failure Failed = new("PUBLISHER_FAILED", "The publisher failed.");

    public bool Have(string name) => publishers.Find(name) is not null;

    /// <summary>Makes the message of a post that has none yet.</summary>
    public ComposedMessage Compose(DuePost item)
    {
        if (item.Post.Message is { } kept)
            return new ComposedMessage(kept);
        try
        {
            var text = PublisherOf(item).Compose(item.Post, item.Account, item.Assets);
            return text is null || Text.IsStorable(text) ? new ComposedMessage(text) : throw new FormatException("The message has U+0000 or half a surrogate pair.");
        }
        catch (Exception e)
        {
            LogFailure(logger, item.Account.Publisher, item.Post.Id.ToString(), e);
            return new ComposedMessage(Text: null, Failed);
        }
    }

    /// <summary>Hands the post over. A publisher that throws or does not return in time has failed for now, and nobody waits for it any more.</summary>
    public async Task<PublishOutcome> Publish(DuePost item, CancellationToken cancellationToken)
    {
        var patience = options.Patience.ToTimeSpan();
        using var deadline = new CancellationTokenSource(patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var publishing = PublisherOf(item).Publish(item.Post, item.Account, ending.Token);
            return StorableOutcome.Of(await publishing.WaitAsync(patience, time, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, item.Account.Publisher, item.Post.Id.ToString(), e);
            return new PublishOutcome.FailedForNow(Failed);
        }
    }

    private ISocialPublisher PublisherOf(DuePost item) => publishers.Find(item.Account.Publisher)!;

    [LoggerMessage(Level = LogLevel.Error, Message = "The publisher {Publisher} failed with {Post}")]
    private static partial void LogFailure(ILogger logger, string publisher, string post, Exception exception);
}

/// <param name="Text">Null when nothing is sent.</param>
/// <param name="Failure">Null when it could be composed.</param>
public sealed record ComposedMessage(string? Text, Failure? Failure = null);
