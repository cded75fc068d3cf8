using System.Text;
using Layers.Domain.Content.Media;

namespace Layers.Infrastructure.Media;

/// <summary>What a file of boxes says it is, in <c>ftyp</c>: the major brand, a version, then the brands it is compatible with.</summary>
internal static class MovieBrands
{
    private const int MostBrands = 64;

    private static readonly string[] Heic = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"];

    private static readonly string[] Avif = ["avif", "avis"];

    private static readonly string[] Heif = ["mif1", "mif2", "msf1"];

    private static readonly string[] Mp4 = ["iso", "mp4", "avc1", "M4V", "dash", "cmf", "MSNV", "f4v", "F4V"];

    /// <summary>The name of the media type; null when the brands are those of none that we know.</summary>
    public static string? TypeOf(BoxReader boxes, Box header)
    {
        var content = new byte[Math.Min(header.Length, MostBrands * 4L) / 4 * 4];
        if (content.Length < 8 || !boxes.TryRead(header, 0, content))
            return null;
        var major = Encoding.Latin1.GetString(content, 0, 4);
        var brands = content.Chunk(4).Select(Encoding.Latin1.GetString).Where((_, index) => index != 1).ToList();

        // Pictures come first: a sequence of pictures is compatible with MP4 as well.
        return Heif.Contains(major) ? (brands.Exists(Avif.Contains) ? "image/avif" : brands.Exists(Heic.Contains) ? "image/heic" : "image/heif")
            : Heic.Contains(major) ? "image/heic"
            : Avif.Contains(major) ? "image/avif"
            : major == "crx " ? "image/x-canon-cr3"
            : major == "qt  " ? MediaTypes.QuickTime.Name
            : brands.Exists(brand => Array.Exists(Mp4, known => brand.StartsWith(known, StringComparison.Ordinal))) ? MediaTypes.Mp4.Name
            : major.StartsWith("3g", StringComparison.Ordinal) ? "video/3gpp"
            : major.StartsWith("M4A", StringComparison.Ordinal) ? "audio/mp4"
            : brands.Exists(Heif.Contains) ? "image/heif"
            : null;
    }
}
