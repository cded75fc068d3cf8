using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>MP4 and QuickTime, which are one format with two names: boxes in boxes, of which seven kinds tell what we ask.</summary>
internal static class MovieHeader
{
    private const int MaxBrands = 64;

    /// <summary>What HEIC, AVIF and their sequences begin with: boxes too, but pictures.</summary>
    private static readonly string[] PictureBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "avif", "avis"];

    private static readonly string[] Mp4Brands = ["iso", "mp4", "avc1", "M4V", "dash", "cmf", "MSNV"];

    /// <summary>Files from before <c>ftyp</c> was invented begin with one of these.</summary>
    private static readonly string[] OldQuickTime = ["moov", "mdat", "wide", "free", "skip", "pnot"];

    public static bool Matches(ReadOnlySpan<byte> head)
    {
        var type = System.Text.Encoding.Latin1.GetString(head[4..8]);
        return type == "ftyp" || OldQuickTime.Contains(type);
    }

    /// <summary>The first video track's size as it is shown, and the movie's duration; null without a video track or a duration.</summary>
    public static MediaFacts? Read(ByteSource bytes)
    {
        var boxes = new BoxReader(bytes);
        if (boxes.Children(boxes.File) is not { } top || !top.Exists(box => box.Type == "mdat"))
            return null;
        if (TypeOf(boxes, top) is not { } type || First(top, "moov") is not { } movie || boxes.Children(movie) is not { } parts)
            return null;
        if (DurationMs(boxes, parts) is not { } duration)
            return null;

        foreach (var track in parts.Where(box => box.Type == "trak"))
        {
            if (boxes.Children(track) is not { } trackParts)
                return null;
            if (IsVideo(boxes, trackParts))
                return Size(boxes, trackParts) is { } size ? new MediaFacts(type, size.Width, size.Height, duration) : null;
        }

        return null;
    }

    private static MediaType? TypeOf(BoxReader boxes, List<Box> top)
    {
        if (First(top, "ftyp") is not { } header)
            return MediaTypes.QuickTime;

        // Major brand, version, then the brands it is compatible with.
        var brands = boxes.Letters(header, MaxBrands);
        if (brands.Count < 2 || PictureBrands.Contains(brands[0]))
            return null;
        if (brands[0] == "qt  ")
            return MediaTypes.QuickTime;
        var isMp4 = brands.Where((_, index) => index != 1).Any(brand => Mp4Brands.Any(known => brand.StartsWith(known, StringComparison.Ordinal)));
        return isMp4 ? MediaTypes.Mp4 : null;
    }

    private static long? DurationMs(BoxReader boxes, List<Box> movieParts)
    {
        if (First(movieParts, "mvhd") is not { } header || TimeOf(boxes, header) is not { } time)
            return null;
        var duration = time.Duration;

        // A movie in fragments does not know its length in the header; it may tell it here.
        if (duration == 0 && First(movieParts, "mvex") is { } fragments && boxes.Children(fragments) is { } hints && First(hints, "mehd") is { } hint)
            duration = FragmentedDuration(boxes, hint);

        // Beyond 24 days it is no video of 100 MB but a damaged number; in between a frame counts as a millisecond.
        var milliseconds = time.Scale == 0 ? 0 : (((UInt128)duration * 1000) + (time.Scale / 2)) / time.Scale;
        return duration == 0 || time.Scale == 0 || milliseconds > int.MaxValue ? null : Math.Max(1, (long)milliseconds);
    }

    private static (uint Scale, ulong Duration)? TimeOf(BoxReader boxes, Box header)
    {
        Span<byte> content = stackalloc byte[32];
        if (boxes.TryRead(header, content[..20]) && content[0] == 0)
            return (BinaryPrimitives.ReadUInt32BigEndian(content[12..]), Known(BinaryPrimitives.ReadUInt32BigEndian(content[16..])));
        if (boxes.TryRead(header, content) && content[0] == 1)
            return (BinaryPrimitives.ReadUInt32BigEndian(content[20..]), Known(BinaryPrimitives.ReadUInt64BigEndian(content[24..])));
        return null;
    }

    private static ulong FragmentedDuration(BoxReader boxes, Box hint)
    {
        Span<byte> content = stackalloc byte[12];
        if (boxes.TryRead(hint, content[..8]) && content[0] == 0)
            return Known(BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
        return boxes.TryRead(hint, content) && content[0] == 1 ? Known(BinaryPrimitives.ReadUInt64BigEndian(content[4..])) : 0;
    }

    /// <summary>All bits set means that the writer did not know.</summary>
    private static ulong Known(uint duration) => duration == uint.MaxValue ? 0 : duration;

    private static ulong Known(ulong duration) => duration == ulong.MaxValue ? 0 : duration;

    private static bool IsVideo(BoxReader boxes, List<Box> trackParts) =>
        First(trackParts, "mdia") is { } media
        && boxes.Children(media) is { } mediaParts
        && First(mediaParts, "hdlr") is { } handler
        && boxes.Letters(handler, atMost: 3) is [_, _, "vide"];

    private static (int Width, int Height)? Size(BoxReader boxes, List<Box> trackParts)
    {
        Span<byte> content = stackalloc byte[96];
        if (First(trackParts, "tkhd") is not { } header || !boxes.TryRead(header, content[..84]))
            return null;
        var matrix = content[0] == 0 ? 40 : 52;
        if (content[0] > 1 || (content[0] == 1 && !boxes.TryRead(header, content)))
            return null;

        var width = BinaryPrimitives.ReadUInt16BigEndian(content[(matrix + 36)..]);
        var height = BinaryPrimitives.ReadUInt16BigEndian(content[(matrix + 40)..]);
        return IsQuarterTurn(content[matrix..]) ? (height, width) : (width, height);
    }

    private static bool IsQuarterTurn(ReadOnlySpan<byte> matrix)
    {
        var (a, b) = (BinaryPrimitives.ReadInt32BigEndian(matrix), BinaryPrimitives.ReadInt32BigEndian(matrix[4..]));
        var (c, d) = (BinaryPrimitives.ReadInt32BigEndian(matrix[12..]), BinaryPrimitives.ReadInt32BigEndian(matrix[16..]));
        return a == 0 && d == 0 && b != 0 && c != 0;
    }

    private static Box? First(List<Box> boxes, string type)
    {
        var index = boxes.FindIndex(box => box.Type == type);
        return index < 0 ? null : boxes[index];
    }
}
