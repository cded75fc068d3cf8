using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Domain.Uploads;

/// <summary>One file that a container waits for, as its sender declared it.</summary>
/// <param name="Ordinal">Its place in the container, from 1.</param>
/// <param name="Filename">The sender's name for it; it never becomes part of a path.</param>
/// <param name="ReceivedAt">When every byte had landed; null until then.</param>
/// <param name="Receipt">Another one whenever the bytes are received; null until then.</param>
public sealed record UploadFile(ContainerId Container, int Ordinal, string Filename, MediaType Type, long SizeBytes, Instant? ReceivedAt, Guid? Receipt = null)
{
    public const int LongestFilename = 512;

    public const int MostFiles = 10;

    public const int FewestSlides = 2;

    /// <summary>How long the address that takes the bytes is good for.</summary>
    public static readonly Duration AddressLifetime = Duration.FromMinutes(15);
}
