namespace Layers.Infrastructure.Media;

/// <summary>
/// A stream read by position, through one small window. It returns false instead of throwing when the bytes do not reach that
/// far, and also once a file has cost more reads or bytes than any honest one does.
/// </summary>
internal sealed class ByteSource(Stream stream)
{
    /// <summary>The longest span that one call fills.</summary>
    public const int LongestRead = 16 * 1024;

    private const int ShortestRead = 1024;
    private const int MostReads = 32 * 1024;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly byte[] window = new byte[LongestRead];
    private long windowStart;
    private int windowLength;
    private int step = ShortestRead;
    private int reads;
    private long bytesRead;

    public long Length { get; } = stream.Length;

    /// <summary>Fills the whole span from the position; false when the bytes do not reach that far or the file has cost too much.</summary>
    public bool TryRead(long position, Span<byte> into)
    {
        if (position < 0 || position > Length - into.Length)
            return false;
        if ((position < windowStart || position + into.Length > windowStart + windowLength) && !TryLoad(position, into.Length))
            return false;
        window.AsSpan((int)(position - windowStart), into.Length).CopyTo(into);
        return true;
    }

    // A jump reads little, for most of what lies behind a header is skipped; what is read in one go is read in ever larger steps.
    private bool TryLoad(long position, int least)
    {
        if (reads >= MostReads || bytesRead >= MostBytes)
            return false;
        var goesOn = windowLength > 0 && position >= windowStart && position <= windowStart + windowLength;
        step = goesOn ? Math.Min(step * 2, LongestRead) : ShortestRead;
        var length = (int)Math.Min(Math.Max(step, least), Length - position);
        stream.Position = position;
        windowStart = position;
        windowLength = stream.ReadAtLeast(window.AsSpan(0, length), length, throwOnEndOfStream: false);
        reads++;
        bytesRead += windowLength;
        return windowLength >= least;
    }
}
