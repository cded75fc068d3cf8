using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>The words for what a sample description calls by four letters.</summary>
internal static class MovieCodec
{
    private static readonly FrozenDictionary<uint, string> Words = new (string Word, string[] Letters)[]
    {
        (MediaCodecs.H264, ["avc1", "avc2", "avc3", "avc4", "AVC1", "dva1", "dvav", "h264", "H264"]),
        (MediaCodecs.Hevc, ["hvc1", "hev1", "hvc2", "hev2", "dvh1", "dvhe"]),
        (MediaCodecs.Vvc, ["vvc1", "vvi1"]),
        (MediaCodecs.Av1, ["av01"]),
        (MediaCodecs.Vp8, ["vp08"]),
        (MediaCodecs.Vp9, ["vp09"]),
        (MediaCodecs.ProRes, ["apch", "apcn", "apcs", "apco", "ap4h", "ap4x", "aprn", "aprh"]),
        (MediaCodecs.DnxHd, ["AVdn", "AVdh"]),
        (MediaCodecs.Mpeg4, ["mp4v", "MP4V", "DIVX", "XVID"]),
        (MediaCodecs.H263, ["s263", "h263", "H263"]),
        (MediaCodecs.MotionJpeg, ["jpeg", "mjpa", "mjpb", "mjpg", "MJPG", "AVDJ"]),
        (MediaCodecs.Png, ["png ", "mpng", "MPNG"]),
        (MediaCodecs.Encrypted, ["encv", "drmi"]),
    }.SelectMany(codec => codec.Letters, (codec, letters) => KeyValuePair.Create(Key(letters), codec.Word)).ToFrozenDictionary();

    private static readonly FrozenSet<uint> Pictures = new[] { "jpeg", "png ", "mpng", "gif ", "tiff", "bmp " }.Select(Key).ToFrozenSet();

    /// <summary>A word of <see cref="MediaCodecs"/>, or the letters themselves in lower case; null when they are not letters and digits.</summary>
    public static string? WordOf(uint letters)
    {
        if (Words.TryGetValue(letters, out var word))
            return word;
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, letters);
        var text = Encoding.Latin1.GetString(bytes).TrimEnd();
        return text.Length > 0 && text.All(char.IsAsciiLetterOrDigit) ? text.ToLowerInvariant() : null;
    }

    /// <summary>Whether the letters are those of a picture format, which covers and chapter pictures have.</summary>
    public static bool IsPicture(uint letters) => Pictures.Contains(letters);

    private static uint Key(string letters) => BinaryPrimitives.ReadUInt32BigEndian(Encoding.Latin1.GetBytes(letters));
}
