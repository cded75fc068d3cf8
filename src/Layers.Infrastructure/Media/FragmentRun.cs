using System.Buffers.Binary;

namespace Layers.Infrastructure.Media;

/// <summary>One track's samples in one fragment: a <c>traf</c> with its <c>tfhd</c> and the <c>trun</c> after it.</summary>
internal static class FragmentRun
{
    /// <summary>In units of the track's scale; null when the samples do not say how long they last.</summary>
    /// <param name="sampleDuration">Where the run itself does not say it; 0 when nobody does.</param>
    public static ulong? Duration(BoxReader boxes, Box run, uint sampleDuration)
    {
        var sum = 0UL;
        var walk = boxes.Walk(run);
        while (walk.Next())
        {
            if (walk.Current.Is("tfhd"u8))
                sampleDuration = OwnDefault(boxes, walk.Current) ?? sampleDuration;
            if (!walk.Current.Is("trun"u8))
                continue;
            if (OfSamples(boxes, walk.Current, sampleDuration) is not { } duration)
                return null;
            sum += duration;
        }

        return walk.IsBroken ? null : sum;
    }

    // Flags say which of the fields are there, in this order: an offset of 8 bytes, a description of 4, then the duration.
    private static uint? OwnDefault(BoxReader boxes, Box header)
    {
        Span<byte> content = stackalloc byte[4];
        if (!boxes.TryRead(header, 0, content))
            return null;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(content) & 0xFFFFFF;
        var offset = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
        return (flags & 0x8) != 0 && boxes.TryRead(header, offset, content) ? BinaryPrimitives.ReadUInt32BigEndian(content) : null;
    }

    private static ulong? OfSamples(BoxReader boxes, Box samples, uint sampleDuration)
    {
        Span<byte> block = stackalloc byte[4096];
        if (!boxes.TryRead(samples, 0, block[..8]))
            return null;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(block) & 0xFFFFFF;
        var count = BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
        if ((flags & 0x100) == 0)
            return sampleDuration == 0 && count > 0 ? null : (ulong)count * sampleDuration;

        // Duration, size, flags and a shift of each sample, as far as they are there; the duration comes first.
        var entry = 4 * BitCount(flags & 0xF00);
        var offset = 8L + ((flags & 0x1) != 0 ? 4 : 0) + ((flags & 0x4) != 0 ? 4 : 0);
        if (offset + (count * (long)entry) > samples.Length)
            return null;
        var sum = 0UL;
        for (var left = (long)count; left > 0;)
        {
            var part = block[..(int)(Math.Min(left, block.Length / entry) * entry)];
            if (!boxes.TryRead(samples, offset, part))
                return null;
            offset += part.Length;
            left -= part.Length / entry;
            for (; part.Length > 0; part = part[entry..])
                sum += BinaryPrimitives.ReadUInt32BigEndian(part);
        }

        return sum;
    }

    private static int BitCount(uint flags) => System.Numerics.BitOperations.PopCount(flags);
}
