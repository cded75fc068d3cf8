namespace Layers.Testing.Media;

/// <summary>Writes bits from the highest to the lowest, as video and image codecs do.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int current;
    private int filled;

    public BitWriter Bits(int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            current = (current << 1) | ((value >> bit) & 1);
            if (++filled == 8)
                Flush();
        }

        return this;
    }

    /// <summary>An unsigned Exp-Golomb number: as many zeros as the number plus one has bits after its first, then those bits.</summary>
    public BitWriter Golomb(int value) => Bits(value + 1, (2 * int.Log2(value + 1)) + 1);

    public byte[] Padded(int with)
    {
        while (filled != 0)
            Bits(with, 1);
        return [.. bytes];
    }

    private void Flush()
    {
        bytes.Add((byte)current);
        (current, filled) = (0, 0);
    }
}
