namespace Layers.Testing.Media;

/// <summary>A baseline JPEG of one colour: the first block says it, and every other block says «as before».</summary>
internal static class SampleJpeg
{
    /// <summary>Our table for DC differences gives each of its twelve categories a code of four bits: the category itself.</summary>
    private const int CategoryBits = 4;

    public static byte[] Make(int width, int height, int rgb)
    {
        byte[] ones = [.. Enumerable.Repeat((byte)1, 64)];
        byte[] twelveCodesOfFourBits = [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] oneCodeOfOneBit = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] categories = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        return
        [
            0xFF, 0xD8,
            .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
            .. Segment(0xDB, [0, .. ones]),
            .. Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]),
            .. Segment(0xC4, [0x00, .. twelveCodesOfFourBits, .. categories]),
            .. Segment(0xC4, [0x10, .. oneCodeOfOneBit, 0]),
            .. Segment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
            .. Scan(((width + 7) / 8) * ((height + 7) / 8), rgb),
            0xFF, 0xD9,
        ];
    }

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static IEnumerable<byte> Scan(int blocks, int rgb)
    {
        var bits = new BitWriter();
        double red = (rgb >> 16) & 0xFF, green = (rgb >> 8) & 0xFF, blue = rgb & 0xFF;
        WriteBlock(bits, (0.299 * red) + (0.587 * green) + (0.114 * blue) - 128);
        WriteBlock(bits, (-0.1687 * red) - (0.3313 * green) + (0.5 * blue));
        WriteBlock(bits, (0.5 * red) - (0.4187 * green) - (0.0813 * blue));
        for (var same = 3; same < blocks * 3; same++)
            WriteBlock(bits, 0);

        // A byte of all ones would read as a marker, so a zero follows it.
        return bits.Padded(1).SelectMany(one => one == 0xFF ? (byte[])[0xFF, 0] : [one]);
    }

    /// <summary>One block of a flat value: the transform makes it eight times as large, and no detail follows.</summary>
    private static void WriteBlock(BitWriter bits, double value)
    {
        var difference = (int)Math.Round(value * 8);
        var category = difference == 0 ? 0 : int.Log2(Math.Abs(difference)) + 1;
        bits.Bits(category, CategoryBits)
            .Bits(difference < 0 ? difference + (1 << category) - 1 : difference, category)
            .Bits(0, 1);
    }
}
