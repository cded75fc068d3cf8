using Layers.Application.Content;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>
/// Reads the few headers that tell type, size and duration, and walks over the rest by its lengths. It unpacks and decodes
/// nothing and follows nothing deeper than three levels, so a hostile file costs no more than an honest one
/// (docs/adr/0004-read-media-headers-by-hand.md).
/// </summary>
public sealed class MediaProbe : IMediaProbe
{
    /// <summary>The most that JPEG can say; what claims more is a trap for whoever decodes it.</summary>
    private const int MaxSide = 65_535;

    public MediaFacts? Probe(Stream bytes)
    {
        var source = new ByteSource(bytes);
        Span<byte> head = stackalloc byte[12];
        if (!source.TryRead(0, head))
            return null;

        var facts = head.StartsWith(PngHeader.Signature) ? PngHeader.Read(source)
            : head.StartsWith(JpegHeader.Signature) ? JpegHeader.Read(source)
            : WebpHeader.Matches(head) ? WebpHeader.Read(source)
            : MovieHeader.Matches(head) ? MovieHeader.Read(source)
            : null;
        return facts is { Width: > 0 and <= MaxSide, Height: > 0 and <= MaxSide } ? facts : null;
    }
}
