using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Domain.Uploads;

/// <summary>One file that a container waits for, as its sender declared it.</summary>
/// <param name="Ordinal">Its place in the container, from 1.</param>
/// <param name="Filename">The sender's name for it; it never becomes part of a path.</param>
/// <param name="ReceivedAt">When every byte had landed; null until then.</param>
/// <param name="Receipt">Names the bytes that were received last; null until there are some, and for bytes that servers of an older version received.</param>
/// <param name="SealedAt">When the upload began to be published; null while other bytes may still replace these.</param>
/// <param name="SentVersion">Of the bytes that were last sent straight to the media store when the receipt was given; null when there were none.</param>
public sealed record UploadFile(
    ContainerId Container,
    int Ordinal,
    string Filename,
    MediaType Type,
    long SizeBytes,
    Instant? ReceivedAt = null,
    Guid? Receipt = null,
    Instant? SealedAt = null,
    string? SentVersion = null)
{
    public const int LongestFilename = 512;

    public const int MostFiles = 10;

    public const int FewestSlides = 2;

    /// <summary>How long the address that takes the bytes is good for.</summary>
    public static readonly Duration AddressLifetime = Duration.FromMinutes(15);

    /// <summary>Whether no other bytes were received since.</summary>
    public bool HasTheBytesOf(UploadFile earlier) => (Ordinal, ReceivedAt, Receipt) == (earlier.Ordinal, earlier.ReceivedAt, earlier.Receipt);
}
