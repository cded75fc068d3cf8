using System.Buffers.Binary;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>
/// MP4 and QuickTime, which are one format with two names. Writers leave out what they do not know, each something else, so every
/// fact is looked for in all places that may have it, and taken from the one that is most to be trusted.
/// </summary>
internal sealed class MovieHeader
{
    /// <summary>Films have a few tracks; what more a file has is passed over.</summary>
    public const int MostTracks = 64;

    private readonly BoxReader boxes;
    private readonly MovieFragments fragments;
    private readonly SegmentIndex index;
    private readonly List<MovieTrack> tracks = [];
    private string? typeName;
    private MovieTime movie;
    private ulong fragmentedUnits;
    private Turn turn = Turn.None;
    private bool hasHeader;
    private bool hasData;

    private MovieHeader(ByteSource bytes, string? typeWithoutBrand)
    {
        typeName = typeWithoutBrand;
        boxes = new BoxReader(bytes);
        fragments = new MovieFragments(boxes);
        index = new SegmentIndex(boxes);
    }

    /// <summary>
    /// Whether it begins like a film. Files from before <c>ftyp</c> was invented, which are QuickTime, and loose segments begin with one of the others.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> head) => IsTop(BinaryPrimitives.ReadUInt32BigEndian(head[4..]));

    /// <summary>A file that begins in another way, or whose brand is unknown, is an MP4 when its boxes hold a film, and else of no known type.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="head">Its beginning.</param>
    public static MediaFinding Read(ByteSource bytes, ReadOnlySpan<byte> head) =>
        new MovieHeader(bytes, Matches(head) ? MediaTypes.QuickTime.Name : null).Read();

    private MediaFinding Read()
    {
        var defect = ReadBoxes();
        if (hasHeader)
            typeName ??= MediaTypes.Mp4.Name;
        if (MediaTypes.Find(typeName) is not { } type)
            return MediaFinding.Refused(typeName is null ? MediaDefect.Unrecognized : MediaDefect.NotAccepted, typeName);
        if (defect is { } found)
            return MediaFinding.Refused(found, type.Name);
        if (Picture() is not { } track)
            return MediaFinding.Refused(MediaDefect.NoPicture, type.Name);
        if (track.Size is not { Width: > 0, Height: > 0 } size)
            return MediaFinding.Refused(MediaDefect.Damaged, type.Name);
        if (DurationMs() is not { } duration)
            return MediaFinding.Refused(MediaDefect.NoDuration, type.Name);
        var (width, height) = track.Turn.Then(turn).IsOnItsSide ? (size.Height, size.Width) : size;
        return MediaFinding.Of(new MediaFacts(type, width, height, duration, MovieCodec.WordOf(track.Codec)));
    }

    private MediaDefect? ReadBoxes()
    {
        var walk = boxes.Walk(boxes.File);
        var isSound = true;
        while (isSound && walk.Next())
            isSound = TryTake(walk.Current);
        if (!isSound)
            return MediaDefect.Damaged;

        // Behind the film there may be anything, but a box that films have and that does not fit was cut off.
        if (walk.IsBroken && !(hasHeader && hasData && !IsTop(walk.Current.Type)))
            return MediaDefect.CutOff;
        return hasHeader ? (hasData ? null : MediaDefect.CutOff) : MediaDefect.NoHeader;
    }

    private static bool IsTop(uint type)
    {
        var box = new Box(type, 0, 0);
        return box.Is("ftyp"u8) || box.Is("moov"u8) || box.Is("mdat"u8) || box.Is("moof"u8) || box.Is("styp"u8) || box.Is("sidx"u8)
            || box.Is("mfra"u8) || box.Is("wide"u8) || box.Is("free"u8) || box.Is("skip"u8) || box.Is("pnot"u8);
    }

    /// <summary>False when the box is damaged.</summary>
    private bool TryTake(Box box)
    {
        if (box.Is("ftyp"u8))
            typeName = MovieBrands.TypeOf(boxes, box);
        else if (box.Is("mdat"u8))
            hasData = true;
        else if (box.Is("moof"u8))
            fragments.Take(box);
        else if (box.Is("sidx"u8))
            index.Take(box);
        else if (box.Is("moov"u8) && !hasHeader)
            return hasHeader = TryTakeMovie(box);
        return true;
    }

    private bool TryTakeMovie(Box header)
    {
        var walk = boxes.Walk(header);
        while (walk.Next())
        {
            if (walk.Current.Is("mvhd"u8))
                TakeMovieHeader(walk.Current);
            else if (walk.Current.Is("mvex"u8))
                TakeFragmentDefaults(walk.Current);
            else if (walk.Current.Is("trak"u8) && tracks.Count < MostTracks && !TryTakeTrack(walk.Current))
                return false;
        }

        return !walk.IsBroken;
    }

    private void TakeMovieHeader(Box header)
    {
        Span<byte> matrix = stackalloc byte[Turn.MatrixLength];
        Span<byte> version = stackalloc byte[1];
        if (MovieTime.Of(boxes, header) is not { } time || !boxes.TryRead(header, 0, version))
            return;
        movie = time;
        if (boxes.TryRead(header, version[0] == 0 ? 36 : 48, matrix))
            turn = Turn.Of(matrix);
    }

    private void TakeFragmentDefaults(Box extension)
    {
        Span<byte> content = stackalloc byte[12];
        var walk = boxes.Walk(extension);
        while (walk.Next())
        {
            if (walk.Current.Is("trex"u8))
                fragments.TakeDefaults(walk.Current);
            else if (walk.Current.Is("mehd"u8) && boxes.TryRead(walk.Current, 0, content[..8]))
                fragmentedUnits = MovieTime.Known(
                    content[0] == 0 ? BinaryPrimitives.ReadUInt32BigEndian(content[4..])
                    : boxes.TryRead(walk.Current, 0, content) ? BinaryPrimitives.ReadUInt64BigEndian(content[4..])
                    : 0);
        }
    }

    private bool TryTakeTrack(Box box)
    {
        if (MovieTrack.Read(boxes, box) is not { } track)
            return false;
        tracks.Add(track);
        fragments.TakeTrack(track);
        return true;
    }

    /// <summary>The track that a player shows: enabled before disabled, moving before a cover, and else the first.</summary>
    private MovieTrack? Picture() => tracks
        .Where(track => track.IsVideo)
        .MinBy(track => (track.IsEnabled ? 0 : 2) + (track.IsStill ? 1 : 0));

    private long? DurationMs() =>
        new MovieTime(movie.Scale, fragmentedUnits).Milliseconds
        ?? (fragments.Any ? fragments.Milliseconds() ?? index.Milliseconds : null)
        ?? movie.Milliseconds
        ?? Longest(track => new MovieTime(movie.Scale, track.HeaderDuration))
        ?? Longest(track => track.Media)
        ?? Longest(track => new MovieTime(track.Media.Scale, track.SumOfSampleTimes(boxes)));

    private long? Longest(Func<MovieTrack, MovieTime> time) => tracks.Max(track => time(track).Milliseconds);
}
