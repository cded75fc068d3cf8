namespace Layers.Domain.Content.Media;

/// <summary>How pictures are encoded, as far as platforms take one encoding and not another.</summary>
public static class MediaCodecs
{
    public const string H264 = "h264";
    public const string Hevc = "hevc";
    public const string Vvc = "vvc";
    public const string Av1 = "av1";
    public const string Vp8 = "vp8";
    public const string Vp9 = "vp9";
    public const string ProRes = "prores";
    public const string DnxHd = "dnxhd";
    public const string Mpeg4 = "mpeg4";
    public const string H263 = "h263";
    public const string MotionJpeg = "mjpeg";
    public const string Encrypted = "encrypted";
    public const string Jpeg = "jpeg";
    public const string ArithmeticJpeg = "jpeg-arithmetic";
    public const string LosslessJpeg = "jpeg-lossless";
    public const string Png = "png";
    public const string Webp = "webp";
    public const string AnimatedWebp = "webp-animated";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [H264] = "H.264",
        [Hevc] = "HEVC",
        [Vvc] = "VVC",
        [Av1] = "AV1",
        [Vp8] = "VP8",
        [Vp9] = "VP9",
        [ProRes] = "ProRes",
        [DnxHd] = "DNxHD",
        [Mpeg4] = "MPEG-4 Part 2",
        [H263] = "H.263",
        [MotionJpeg] = "Motion JPEG",
        [Encrypted] = "an encrypted video",
        [Jpeg] = "JPEG",
        [ArithmeticJpeg] = "arithmetic JPEG",
        [LosslessJpeg] = "lossless JPEG",
        [Png] = "PNG",
        [Webp] = "WebP",
        [AnimatedWebp] = "animated WebP",
    };

    /// <summary>As people call the codec; a codec that we do not know is called by its own letters.</summary>
    public static string NameOf(string codec) => Names.GetValueOrDefault(codec, codec);
}
