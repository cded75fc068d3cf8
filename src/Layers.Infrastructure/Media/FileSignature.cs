using System.Buffers.Binary;
using System.Text;

namespace Layers.Infrastructure.Media;

/// <summary>Names what people send by mistake, so that a refusal can say what the file is.</summary>
internal static class FileSignature
{
    /// <summary>As many bytes of a file's beginning as are looked at.</summary>
    public const int Length = 512;

    private const int TransportPacket = 188;

    private static readonly (byte[] Beginning, string Type)[] Beginnings =
    [
        ([.. "GIF8"u8], "image/gif"),
        ([.. "II*\0"u8], "image/tiff"),
        ([.. "MM\0*"u8], "image/tiff"),
        ([.. "8BPS"u8], "image/vnd.adobe.photoshop"),
        ([0xFF, 0x0A], "image/jxl"),
        ([0, 0, 0, 12, .. "JXL "u8], "image/jxl"),
        ([0, 0, 0, 12, .. "jP  "u8], "image/jp2"),
        ([.. "FLV"u8], "video/x-flv"),
        ([0x30, 0x26, 0xB2, 0x75], "video/x-ms-asf"),
        ([0, 0, 1, 0xBA], "video/mpeg"),
        ([0, 0, 1, 0xB3], "video/mpeg"),
        ([.. "ID3"u8], "audio/mpeg"),
        ([0xFF, 0xFB], "audio/mpeg"),
        ([0xFF, 0xF3], "audio/mpeg"),
        ([0xFF, 0xFA], "audio/mpeg"),
        ([0xFF, 0xF1], "audio/aac"),
        ([0xFF, 0xF9], "audio/aac"),
        ([.. "OggS"u8], "application/ogg"),
        ([.. "fLaC"u8], "audio/flac"),
        ([.. "%PDF"u8], "application/pdf"),
        ([.. "PK\u0003\u0004"u8], "application/zip"),
        ([0x1F, 0x8B], "application/gzip"),
    ];

    /// <summary>The name of the media type; null when the beginning is that of none we know.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> head)
    {
        foreach (var (beginning, type) in Beginnings)
        {
            if (head.StartsWith(beginning))
                return type;
        }

        return OfRiff(head) ?? OfMatroska(head) ?? OfBitmap(head) ?? OfTransportStream(head) ?? OfText(head);
    }

    private static string? OfRiff(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("RIFF"u8) || head.Length < 12)
            return null;
        return head[8..].StartsWith("AVI "u8) ? "video/x-msvideo"
            : head[8..].StartsWith("WAVE"u8) ? "audio/wav"
            : null;
    }

    private static string? OfMatroska(ReadOnlySpan<byte> head) =>
        !head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? null
        : head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? "video/webm"
        : "video/x-matroska";

    // Two letters are little to go by: the two words after the size are reserved and zero.
    private static string? OfBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[6..]) == 0 ? "image/bmp" : null;

    private static string? OfTransportStream(ReadOnlySpan<byte> head) =>
        head.Length > TransportPacket && head[0] == 0x47 && head[TransportPacket] == 0x47 ? "video/mp2t" : null;

    private static string? OfText(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimStart();
        if (text.Length == 0 || text.Any(one => char.IsControl(one) && one is not ('\t' or '\r' or '\n' or '\f')))
            return null;
        return Begins(text, "<!doctype html") || Begins(text, "<html") ? "text/html"
            : text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "image/svg+xml"
            : Begins(text, "<?xml") ? "application/xml"
            : text[0] is '{' or '[' ? "application/json"
            : text.Contains('\uFFFD', StringComparison.Ordinal) ? null
            : "text/plain";
    }

    private static bool Begins(string text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
