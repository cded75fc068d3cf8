using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Layers.Infrastructure.Media;

/// <summary>A length in units of a scale, as <c>mvhd</c> and <c>mdhd</c> have it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MovieTime(uint Scale, ulong Units)
{
    /// <summary>In milliseconds, at least 1; null when there is no scale, no length, or one that no film of 100 MB has (24 days).</summary>
    public long? Milliseconds
    {
        get
        {
            if (Scale == 0 || Units == 0)
                return null;
            var milliseconds = (((UInt128)Units * 1000) + (Scale / 2)) / Scale;
            return milliseconds >= int.MaxValue ? null : Math.Max(1, (long)milliseconds);
        }
    }

    /// <summary>From the content of <c>mvhd</c> or <c>mdhd</c>, which begin alike; 32 bytes, or 20 in version 0.</summary>
    public static MovieTime? Of(BoxReader boxes, Box header)
    {
        Span<byte> content = stackalloc byte[32];
        if (boxes.TryRead(header, 0, content[..20]) && content[0] == 0)
            return new(BinaryPrimitives.ReadUInt32BigEndian(content[12..]), Known(BinaryPrimitives.ReadUInt32BigEndian(content[16..])));
        if (boxes.TryRead(header, 0, content) && content[0] == 1)
            return new(BinaryPrimitives.ReadUInt32BigEndian(content[20..]), Known(BinaryPrimitives.ReadUInt64BigEndian(content[24..])));
        return null;
    }

    /// <summary>All bits set means that the writer did not know, also where 32 of 64 bits are.</summary>
    public static ulong Known(ulong units) => units is uint.MaxValue or ulong.MaxValue ? 0 : units;
}
