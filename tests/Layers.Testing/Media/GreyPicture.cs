namespace Layers.Testing.Media;

/// <summary>The least that an H.264 decoder takes for a picture: every block is predicted from nothing, which is grey.</summary>
internal static class GreyPicture
{
    private const int Baseline = 66;

    /// <summary>8192 macroblocks, which is 1080×1920 and a little; larger pictures ask for the level that takes 36864.</summary>
    private const int BlocksOfLevel40 = 8192;

    public static byte[] SequenceParameters(int width, int height)
    {
        var (columns, rows) = Blocks(width, height);
        var bits = new BitWriter()
            .Bits(Baseline, 8)
            .Bits(0b1100_0000, 8)
            .Bits(columns * rows <= BlocksOfLevel40 ? 40 : 52, 8)
            .Golomb(0)
            .Golomb(0)
            .Golomb(2)
            .Golomb(0)
            .Bits(0, 1)
            .Golomb(columns - 1)
            .Golomb(rows - 1)
            .Bits(0b111, 3)
            .Golomb(0)
            .Golomb(((columns * 16) - width) / 2)
            .Golomb(0)
            .Golomb(((rows * 16) - height) / 2)
            .Bits(0, 1);
        return Unit(0x67, bits);
    }

    public static byte[] PictureParameters() => Unit(
        0x68,
        new BitWriter().Golomb(0).Golomb(0).Bits(0, 2).Golomb(0).Golomb(0).Golomb(0).Bits(0, 3).Golomb(0).Golomb(0).Golomb(0).Bits(0, 3));

    public static byte[] KeyFrame(int width, int height)
    {
        var (columns, rows) = Blocks(width, height);

        // First macroblock, I slice, parameter set, frame number, picture id, no reference marks, no quantizer change.
        var bits = new BitWriter().Golomb(0).Golomb(7).Golomb(0).Bits(0, 4).Golomb(0).Bits(0, 2).Golomb(0);
        for (var block = 0; block < columns * rows; block++)
        {
            // 16×16 predicted by the mean, chroma too, the same quantizer, nothing left over.
            bits.Golomb(3).Golomb(0).Golomb(0).Bits(1, 1);
        }

        return Unit(0x65, bits);
    }

    private static (int Columns, int Rows) Blocks(int width, int height) => ((width + 15) / 16, (height + 15) / 16);

    private static byte[] Unit(byte kind, BitWriter bits)
    {
        var unit = new List<byte> { kind };
        var zeros = 0;
        foreach (var one in bits.Bits(1, 1).Padded(0))
        {
            // Two zero bytes and a small one would read as the start of another unit.
            if (zeros >= 2 && one <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(one);
            zeros = one == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }
}
