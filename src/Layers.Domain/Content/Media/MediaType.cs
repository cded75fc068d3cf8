namespace Layers.Domain.Content.Media;

/// <summary>One kind of file that a container takes in.</summary>
/// <param name="Name">The MIME type, lower case.</param>
/// <param name="Extension">Of the stored file, without a dot.</param>
/// <param name="MaxBytes">The largest file that is taken in.</param>
public sealed record MediaType(string Name, AssetKind Kind, string Extension, long MaxBytes);

/// <summary>The five types that are taken in, and nothing else.</summary>
public static class MediaTypes
{
    /// <summary>The generous reading of a megabyte: a caller who counts in powers of ten or of two keeps within it.</summary>
    public const long Megabyte = 1024 * 1024;

    public const long MaxVideoBytes = 100 * Megabyte;

    public const long MaxImageBytes = 30 * Megabyte;

    public static readonly MediaType Mp4 = new("video/mp4", AssetKind.Video, "mp4", MaxVideoBytes);

    public static readonly MediaType QuickTime = new("video/quicktime", AssetKind.Video, "mov", MaxVideoBytes);

    public static readonly MediaType Jpeg = new("image/jpeg", AssetKind.Image, "jpg", MaxImageBytes);

    public static readonly MediaType Png = new("image/png", AssetKind.Image, "png", MaxImageBytes);

    public static readonly MediaType Webp = new("image/webp", AssetKind.Image, "webp", MaxImageBytes);

    public static IReadOnlyList<MediaType> All { get; } = [Mp4, QuickTime, Jpeg, Png, Webp];

    // What browsers and cameras call the same files.
    private static readonly Dictionary<string, MediaType> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [Mp4.Name] = Mp4,
        ["video/x-m4v"] = Mp4,
        [QuickTime.Name] = QuickTime,
        [Jpeg.Name] = Jpeg,
        ["image/jpg"] = Jpeg,
        ["image/pjpeg"] = Jpeg,
        [Png.Name] = Png,
        ["image/x-png"] = Png,
        [Webp.Name] = Webp,
    };

    /// <summary>
    /// The type that a <c>Content-Type</c> names, in any case; null when it is not taken in. Other names of a type (<c>image/jpg</c>) are known, and
    /// parameters (<c>video/mp4;codecs=avc1.42E01E</c>) do not change the type.
    /// </summary>
    public static MediaType? Find(string? contentType) => ByName.GetValueOrDefault(Essence(contentType));

    /// <summary>The type whose files carry this extension, written as we write it; null when there is none.</summary>
    public static MediaType? WithExtension(string extension) => All.FirstOrDefault(type => type.Extension == extension);

    // A parser of the whole would refuse what the recorders of browsers write: codecs=avc1.42E01E,mp4a.40.2, with a comma and without quotes.
    private static string Essence(string? contentType) => (contentType ?? "").Split(';', 2)[0].Trim(' ', '\t');
}
