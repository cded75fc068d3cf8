namespace Layers.Domain.Content.Media;

/// <summary>What the bytes of a file say of it, whatever it was called.</summary>
/// <param name="Width">As it is shown: a turned photo or video is already turned.</param>
/// <param name="DurationMs">Null for an image, at least 1 for a video.</param>
/// <param name="Codec">A word of <see cref="MediaCodecs"/>, or the codec's own letters in lower case; null when it is not known.</param>
public sealed record MediaFacts(MediaType Type, int Width, int Height, long? DurationMs, string? Codec = null);
