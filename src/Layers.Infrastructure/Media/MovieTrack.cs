using System.Buffers.Binary;

namespace Layers.Infrastructure.Media;

/// <summary>What one track of a film says of itself. What it does not say is 0 or null.</summary>
internal sealed class MovieTrack
{
    private const int EnabledFlag = 1;

    public uint Id { get; private set; }

    public bool IsEnabled { get; private set; }

    public bool IsVideo { get; private set; }

    public Turn Turn { get; private set; } = Turn.None;

    /// <summary>As shown, before it is turned.</summary>
    public (int Width, int Height) HeaderSize { get; private set; }

    /// <summary>Of the coded picture.</summary>
    public (int Width, int Height) CodedSize { get; private set; }

    /// <summary>The four letters of the sample description.</summary>
    public uint Codec { get; private set; }

    /// <summary>In units of the movie's scale.</summary>
    public ulong HeaderDuration { get; private set; }

    public MovieTime Media { get; private set; }

    public uint Samples { get; private set; }

    public Box? SampleTimes { get; private set; }

    public (int Width, int Height) Size => HeaderSize is { Width: > 0, Height: > 0 } ? HeaderSize : CodedSize;

    /// <summary>One picture, such as a cover: a film has many samples, or has them in fragments.</summary>
    public bool IsStill => Samples == 1 || (Samples == 0 && MovieCodec.IsPicture(Codec));

    /// <summary>Null when a box does not fit in the track.</summary>
    public static MovieTrack? Read(BoxReader boxes, Box box)
    {
        var track = new MovieTrack();
        var walk = boxes.Walk(box);
        while (walk.Next())
        {
            if (walk.Current.Is("tkhd"u8))
                track.ReadHeader(boxes, walk.Current);
            else if (walk.Current.Is("mdia"u8))
                track.ReadMedia(boxes, walk.Current);
        }

        return walk.IsBroken ? null : track;
    }

    /// <summary>The sum over the times of all samples, in units of the media's scale; 0 when they cannot be read.</summary>
    public ulong SumOfSampleTimes(BoxReader boxes)
    {
        const int entry = 8;
        Span<byte> block = stackalloc byte[512 * entry];
        if (SampleTimes is not { } times || !boxes.TryRead(times, 0, block[..8]))
            return 0;
        var end = Math.Min(times.Length, 8 + (entry * (long)BinaryPrimitives.ReadUInt32BigEndian(block[4..])));
        var sum = 0UL;
        for (var offset = 8L; end - offset >= entry; offset += block.Length)
        {
            var part = block[..(int)(Math.Min(block.Length, end - offset) / entry * entry)];
            if (!boxes.TryRead(times, offset, part))
                return 0;
            for (; part.Length > 0; part = part[entry..])
                sum += (ulong)BinaryPrimitives.ReadUInt32BigEndian(part) * BinaryPrimitives.ReadUInt32BigEndian(part[4..]);
        }

        return sum;
    }

    private void ReadHeader(BoxReader boxes, Box header)
    {
        Span<byte> content = stackalloc byte[96];
        if (!boxes.TryRead(header, 0, content[..84]) || content[0] > 1 || (content[0] == 1 && !boxes.TryRead(header, 0, content)))
            return;
        var isWide = content[0] == 1;
        IsEnabled = (content[3] & EnabledFlag) != 0;
        Id = BinaryPrimitives.ReadUInt32BigEndian(content[(isWide ? 20 : 12)..]);
        HeaderDuration = MovieTime.Known(isWide
            ? BinaryPrimitives.ReadUInt64BigEndian(content[28..])
            : BinaryPrimitives.ReadUInt32BigEndian(content[20..]));
        var matrix = content[(isWide ? 52 : 40)..];
        Turn = Turn.Of(matrix);
        HeaderSize = (Rounded(matrix[Turn.MatrixLength..]), Rounded(matrix[(Turn.MatrixLength + 4)..]));
    }

    private static int Rounded(ReadOnlySpan<byte> fixedPoint) => (int)(((long)BinaryPrimitives.ReadUInt32BigEndian(fixedPoint) + 0x8000) >> 16);

    private void ReadMedia(BoxReader boxes, Box media)
    {
        Span<byte> letters = stackalloc byte[4];
        var walk = boxes.Walk(media);
        while (walk.Next())
        {
            if (walk.Current.Is("mdhd"u8))
                Media = MovieTime.Of(boxes, walk.Current) ?? default;
            else if (walk.Current.Is("hdlr"u8))
                IsVideo = boxes.TryRead(walk.Current, 8, letters) && letters.SequenceEqual("vide"u8);
            else if (walk.Current.Is("minf"u8))
                ReadInformation(boxes, walk.Current);
        }
    }

    private void ReadInformation(BoxReader boxes, Box information)
    {
        var walk = boxes.Walk(information);
        while (walk.Next())
        {
            if (walk.Current.Is("stbl"u8))
                ReadSamples(boxes, walk.Current);
        }
    }

    private void ReadSamples(BoxReader boxes, Box table)
    {
        var walk = boxes.Walk(table);
        while (walk.Next())
        {
            if (walk.Current.Is("stsd"u8))
                ReadDescription(boxes, walk.Current);
            else if (walk.Current.Is("stts"u8))
                SampleTimes = walk.Current;
            else if (walk.Current.Is("stsz"u8) || walk.Current.Is("stz2"u8))
                Samples = CountOf(boxes, walk.Current);
        }
    }

    // After the number of entries comes the first: its size, its letters, and at fixed places what a picture has.
    private void ReadDescription(BoxReader boxes, Box description)
    {
        Span<byte> content = stackalloc byte[44];
        if (!boxes.TryRead(description, 0, content[..16]))
            return;
        Codec = BinaryPrimitives.ReadUInt32BigEndian(content[12..]);
        if (boxes.TryRead(description, 0, content))
            CodedSize = (BinaryPrimitives.ReadUInt16BigEndian(content[40..]), BinaryPrimitives.ReadUInt16BigEndian(content[42..]));
    }

    private static uint CountOf(BoxReader boxes, Box sizes)
    {
        Span<byte> content = stackalloc byte[12];
        return boxes.TryRead(sizes, 0, content) ? BinaryPrimitives.ReadUInt32BigEndian(content[8..]) : 0;
    }
}
