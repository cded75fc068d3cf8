using System.Buffers.Binary;
using System.Text;

namespace Layers.Infrastructure.Media;

/// <summary>A box of an MP4 or QuickTime file: its four letters and where its content stands.</summary>
internal readonly record struct Box(string Type, long Start, long End);

/// <summary>Walks boxes by their sizes. One file gets a fixed number of them, however it nests and repeats them.</summary>
internal sealed class BoxReader(ByteSource bytes)
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;
    private int left = 16_384;

    public Box File => new("file", 0, bytes.Length);

    /// <summary>The boxes that stand directly in this one; null when one of them does not fit in it, or when there are too many.</summary>
    public List<Box>? Children(Box parent)
    {
        var children = new List<Box>();
        var position = parent.Start;
        Span<byte> head = stackalloc byte[LongHeader];
        while (parent.End - position >= ShortHeader)
        {
            if (left-- == 0 || !bytes.TryRead(position, head[..ShortHeader]))
                return null;
            var header = ShortHeader;
            var size = (ulong)BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size == 0)
            {
                size = (ulong)(parent.End - position);
            }
            else if (size == 1)
            {
                header = LongHeader;
                if (!bytes.TryRead(position, head))
                    return null;
                size = BinaryPrimitives.ReadUInt64BigEndian(head[ShortHeader..]);
            }

            if (size < (ulong)header || size > (ulong)(parent.End - position))
                return null;
            children.Add(new Box(Encoding.Latin1.GetString(head[4..ShortHeader]), position + header, position + (long)size));
            position += (long)size;
        }

        return children;
    }

    /// <summary>The first bytes of the box's content; false when it is shorter.</summary>
    public bool TryRead(Box box, Span<byte> into) => into.Length <= box.End - box.Start && bytes.TryRead(box.Start, into);

    /// <summary>The four letters at the beginning of a box's content and in steps of four after them.</summary>
    public IReadOnlyList<string> Letters(Box box, int atMost)
    {
        var content = new byte[Math.Min(box.End - box.Start, atMost * 4L) / 4 * 4];
        return TryRead(box, content)
            ? [.. content.Chunk(4).Select(Encoding.Latin1.GetString)]
            : [];
    }
}
