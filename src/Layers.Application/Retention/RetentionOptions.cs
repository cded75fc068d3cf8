using NodaTime;

namespace Layers.Application.Retention;

/// <summary>How long is kept what nobody needs any more; null for ever.</summary>
/// <param name="Media">The files of a container, after its rejection.</param>
/// <param name="Events">An event, after it happened.</param>
/// <param name="Deliveries">A webhook delivery, after its last attempt.</param>
public sealed record RetentionOptions(Duration? Media, Duration? Events, Duration? Deliveries);
