using System.Buffers.Binary;

namespace Layers.Infrastructure.Media;

/// <summary>
/// Adds up what segment indexes (<c>sidx</c>) say of the first stream that has one. There is one for the whole file, one in front
/// of each segment, or one that points to others and so says it all.
/// </summary>
internal sealed class SegmentIndex(BoxReader boxes)
{
    private const int EntryLength = 12;
    private uint? stream;
    private uint scale;
    private ulong units;
    private bool isComplete;

    public long? Milliseconds => new MovieTime(scale, units).Milliseconds;

    public void Take(Box index)
    {
        Span<byte> content = stackalloc byte[EntryLength];
        if (isComplete || !boxes.TryRead(index, 0, content) || (stream ??= BinaryPrimitives.ReadUInt32BigEndian(content[4..])) != BinaryPrimitives.ReadUInt32BigEndian(content[4..]))
            return;
        scale = BinaryPrimitives.ReadUInt32BigEndian(content[8..]);
        var offset = content[0] == 0 ? 20 : 28;
        if (boxes.TryRead(index, offset, content[..4]))
            Add(index, offset + 4, BinaryPrimitives.ReadUInt16BigEndian(content[2..]));
    }

    private void Add(Box index, int offset, int count)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        for (; count > 0 && boxes.TryRead(index, offset, entry); count--, offset += EntryLength)
        {
            isComplete |= (entry[0] & 0x80) != 0;
            units += BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
        }
    }
}
