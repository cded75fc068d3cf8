using System.Buffers.Binary;

namespace Layers.Infrastructure.Media;

/// <summary>The one EXIF field that changes what is seen. JPEG, PNG and WebP each have a place for an EXIF block.</summary>
internal static class ExifOrientation
{
    private const int EntrySize = 12;
    private const int MostEntries = 512;
    private const int Tag = 0x0112;
    private const int Short = 3;

    /// <summary>What comes before the block in JPEG, and in the files of some writers of the others.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>Whether width and height change places; false when the block does not say so or is damaged.</summary>
    public static bool IsOnItsSide(ByteSource bytes, long position, long length)
    {
        Span<byte> head = stackalloc byte[Prefix.Length];
        if (length > head.Length && bytes.TryRead(position, head) && head.SequenceEqual(Prefix))
            (position, length) = (position + head.Length, length - head.Length);
        return Of(bytes, position, length) is >= 5 and <= 8;
    }

    /// <summary>1 to 8, from the first directory of a TIFF block; null when there is none.</summary>
    private static int? Of(ByteSource bytes, long position, long length)
    {
        Span<byte> entry = stackalloc byte[EntrySize];
        if (length < 8 || !bytes.TryRead(position, entry[..8]))
            return null;
        var littleEndian = entry.StartsWith("II*\0"u8);
        if (!littleEndian && !entry.StartsWith("MM\0*"u8))
            return null;

        var at = (long)(littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) : BinaryPrimitives.ReadUInt32BigEndian(entry[4..]));
        if (at > length - 2 || !bytes.TryRead(position + at, entry[..2]))
            return null;
        var count = Math.Min(Word(entry, littleEndian), MostEntries);
        for (at += 2; count > 0 && at <= length - EntrySize && bytes.TryRead(position + at, entry); at += EntrySize, count--)
        {
            if (Word(entry, littleEndian) == Tag && Word(entry[2..], littleEndian) == Short)
                return Word(entry[8..], littleEndian);
        }

        return null;
    }

    private static int Word(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
