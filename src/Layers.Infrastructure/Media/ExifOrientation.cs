using System.Buffers.Binary;

namespace Layers.Infrastructure.Media;

/// <summary>The one EXIF field that changes what is seen.</summary>
internal static class ExifOrientation
{
    private const int EntrySize = 12;
    private const int Tag = 0x0112;
    private const int Short = 3;

    /// <summary>1 to 8, from the first directory of a TIFF block; null when it is not told or the block is damaged.</summary>
    public static int? Of(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return null;
        var littleEndian = tiff[..4].SequenceEqual("II*\0"u8);
        if (!littleEndian && !tiff[..4].SequenceEqual("MM\0*"u8))
            return null;

        var directory = littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return null;
        var entries = tiff[(int)directory..];
        var count = Word(entries, littleEndian);
        for (entries = entries[2..]; count > 0 && entries.Length >= EntrySize; entries = entries[EntrySize..], count--)
        {
            if (Word(entries, littleEndian) == Tag && Word(entries[2..], littleEndian) == Short)
                return Word(entries[8..], littleEndian);
        }

        return null;
    }

    private static int Word(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
