using Layers.Application.Content;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>
/// Reads the headers that say what a file is, and walks over the rest by its lengths. It unpacks and decodes nothing and does not
/// recurse, and <see cref="ByteSource"/> and <see cref="BoxReader"/> count what it costs, so a hostile file costs no more than an
/// honest one (docs/adr/0004-read-media-headers-by-hand.md).
/// </summary>
public sealed class MediaProbe : IMediaProbe
{
    /// <summary>The most that JPEG can say; what claims more would only exhaust a decoder.</summary>
    private const int MaxSide = 65_535;

    private const int ShortestFile = 12;

    public MediaFinding Probe(Stream bytes)
    {
        var source = new ByteSource(bytes);
        if (source.Length == 0)
            return MediaFinding.Refused(MediaDefect.Empty);

        var head = new byte[(int)Math.Min(FileSignature.Length, source.Length)];
        if (!source.TryRead(0, head))
            return MediaFinding.Refused(MediaDefect.CutOff);

        var finding = head.Length < ShortestFile ? Unknown(head)
            : head.AsSpan().StartsWith(PngHeader.Signature) ? PngHeader.Read(source)
            : head.AsSpan().StartsWith(JpegHeader.Signature) ? JpegHeader.Read(source)
            : WebpHeader.Matches(head) ? WebpHeader.Read(source)
            : MovieHeader.Matches(head) || FileSignature.TypeOf(head) is null ? MovieHeader.Read(source, head)
            : Unknown(head);
        return finding.Facts switch
        {
            null => finding,
            { Width: <= 0 } or { Height: <= 0 } => MediaFinding.Refused(MediaDefect.Damaged, finding.TypeName),
            { Width: > MaxSide } or { Height: > MaxSide } => MediaFinding.Refused(MediaDefect.TooManyPixels, finding.TypeName),
            _ => finding,
        };
    }

    private static MediaFinding Unknown(byte[] head) =>
        FileSignature.TypeOf(head) is { } type ? MediaFinding.Refused(MediaDefect.NotAccepted, type) : MediaFinding.Refused(MediaDefect.Unrecognized);
}
