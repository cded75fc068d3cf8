using Layers.Domain.Content;
using Layers.Domain.Content.Media;

namespace Layers.Application.Content;

/// <summary>Why a file is not taken in, for the person who sent it: what it is, and what to do.</summary>
public static class MediaRefusal
{
    /// <summary>Null when the file can be taken in as what it was declared to be.</summary>
    public static string? Of(MediaFinding finding, MediaType declared) =>
        IsOfAnotherType(finding, declared) ? $"The file is {finding.TypeName}, declared as {declared.Name}. {WayOut(finding, declared)}"
        : finding.Defect is { } defect ? Of(defect, declared)
        : null;

    /// <summary>For a file that nobody declared; null when it can be taken in.</summary>
    public static string? Of(MediaFinding finding) =>
        finding.Defect is MediaDefect.NotAccepted ? $"The file is {finding.TypeName}. Accepted are {string.Join(", ", MediaTypes.All.Select(type => type.Name))}."
        : finding.Defect is { } defect ? Of(defect, finding.TypeName is { } name ? MediaTypes.Find(name) : null)
        : null;

    // A film that cannot be used has the same fault as MP4 and as QuickTime; the other type would not be taken in either.
    private static bool IsOfAnotherType(MediaFinding finding, MediaType declared) =>
        finding.TypeName is { } name
        && name != declared.Name
        && (finding.Facts is not null || declared.Kind != AssetKind.Video || MediaTypes.Find(name) is not { Kind: AssetKind.Video });

    private static string WayOut(MediaFinding finding, MediaType declared)
    {
        var format = FormatOf(declared);
        if (finding.Defect is MediaDefect.NoPicture)
            return $"The film has no picture. Send a file in {format} format instead.";
        if (MediaTypes.Find(finding.TypeName) is { } accepted)
            return $"Start another upload that declares it as {accepted.Name}.";
        return finding.TypeName!.StartsWith(declared.Kind == AssetKind.Video ? "video/" : "image/", StringComparison.Ordinal)
            ? $"Convert it to {format} and send it again."
            : $"Send a file in {format} format instead.";
    }

    private static string Of(MediaDefect defect, MediaType? type) => defect switch
    {
        MediaDefect.Empty => "The file is empty. Send its bytes again.",
        MediaDefect.CutOff => "The file was cut off: it says that there is more of it. Send the whole file.",
        MediaDefect.NoHeader => "The film has no header (moov), as when a recording was not ended. Export it again and send that.",
        MediaDefect.NoPicture => "The film has no picture. Send one with a video track.",
        MediaDefect.NoDuration => "The film does not say how long it lasts. Export it again and send that.",
        MediaDefect.TooManyPixels => "The picture is more than 65,535 pixels wide or high. Send a smaller one.",
        MediaDefect.Damaged => "The file is damaged. Export it again and send that.",
        _ when type is null => $"The file is of no known type. Accepted are {string.Join(", ", MediaTypes.All.Select(one => one.Name))}.",
        _ => $"The file is of no known type, declared as {type.Name}. Send a file in {FormatOf(type)} format.",
    };

    private static string FormatOf(MediaType type) =>
        type == MediaTypes.Jpeg ? "JPEG"
        : type == MediaTypes.Png ? "PNG"
        : type == MediaTypes.Webp ? "WebP"
        : type == MediaTypes.QuickTime ? "QuickTime"
        : "MP4";
}
