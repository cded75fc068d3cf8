using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Layers.Infrastructure.Media;

/// <summary>A box of an MP4 or QuickTime file: its four letters and where its content stands.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Box(uint Type, long Start, long End)
{
    public long Length => End - Start;

    public bool Is(ReadOnlySpan<byte> letters) => Type == BinaryPrimitives.ReadUInt32BigEndian(letters);
}

/// <summary>Walks boxes by their sizes. One file gets a fixed number of them, however it nests and repeats them.</summary>
internal sealed class BoxReader(ByteSource bytes)
{
    private const int MostBoxes = 256 * 1024;
    private int visited;

    public Box File => new(0, 0, bytes.Length);

    public BoxWalk Walk(Box parent) => new(this, parent);

    public BoxWalk Walk(Box parent, int from) => new(this, parent with { Start = Math.Min(parent.Start + from, parent.End) });

    /// <summary>Fills the span from the box's content; false when the content is shorter.</summary>
    public bool TryRead(Box box, long offset, Span<byte> into) => offset + into.Length <= box.Length && bytes.TryRead(box.Start + offset, into);

    /// <summary>Counts a box against the file's share; false when that is used up or the header is not there.</summary>
    public bool TryReadHeader(long position, Span<byte> head) => visited++ < MostBoxes && bytes.TryRead(position, head);
}

/// <summary>The boxes that stand directly in another one, in order.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BoxWalk(BoxReader reader, Box parent)
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;
    private long position = parent.Start;

    public Box Current { get; private set; }

    /// <summary>Why the walk ended before its parent did: <see cref="Current"/> does not fit in it, or the file has too many boxes.</summary>
    public bool IsBroken { get; private set; }

    public bool Next()
    {
        if (IsBroken || parent.End - position < ShortHeader)
            return false;

        Span<byte> head = stackalloc byte[LongHeader];
        if (!reader.TryReadHeader(position, head[..ShortHeader]))
            return Break(default);
        var header = ShortHeader;
        var type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        var size = (ulong)BinaryPrimitives.ReadUInt32BigEndian(head);
        if (size == 0)
        {
            size = (ulong)(parent.End - position);
        }
        else if (size == 1)
        {
            header = LongHeader;
            if (!reader.TryReadHeader(position, head))
                return Break(type);
            size = BinaryPrimitives.ReadUInt64BigEndian(head[ShortHeader..]);
        }

        if (size < (ulong)header || size > (ulong)(parent.End - position))
            return Break(type);
        Current = new Box(type, position + header, position + (long)size);
        position = Current.End;
        return true;
    }

    private bool Break(uint type)
    {
        IsBroken = true;
        Current = new Box(type, position, position);
        return false;
    }
}
