using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Content;

/// <summary>
/// What files are called in the store. Bytes that were sent straight to the store are under <c>sent/</c>, where their sender may replace them. A finalize
/// gives them a receipt under <c>kept/</c>, where nothing changes any more, and what a container shows is under <c>public-media/</c>.
/// </summary>
public static class MediaNames
{
    private const string SentArea = "sent/";
    private const string KeptArea = "kept/";
    private const string PublicArea = "public-media/";

    /// <summary>Begins every name.</summary>
    public static readonly IReadOnlyList<string> Areas = [SentArea, KeptArea, $"{PublicArea}{MediaPath.Containers}/"];

    /// <summary>Where the store itself takes bytes: <c>sent/&lt;uuid&gt;/upload-1</c>.</summary>
    public static string Sent(ContainerId container, int ordinal) => $"{SentArea}{container.Value:D}/{Asset.UploadId(ordinal)}";

    /// <summary>
    /// The bytes of the file's receipt: <c>kept/&lt;uuid&gt;/upload-1.&lt;32 digits&gt;</c>. Servers of an older version give no receipts, and keep one
    /// file for all.
    /// </summary>
    public static string Kept(UploadFile file) =>
        $"{KeptArea}{file.Container.Value:D}/{Asset.UploadId(file.Ordinal)}{(file.Receipt is { } receipt ? $".{receipt:N}" : "")}";

    public static string Published(MediaPath path) => PublicArea + path;

    /// <summary>Each name of the container's files begins with one of these.</summary>
    public static IEnumerable<string> PrefixesOf(ContainerId container) => Areas.Select(area => $"{area}{container.Value:D}/");

    /// <summary>What a name says of its file; null for a name that stands in no container.</summary>
    public static StoredFile? Find(string name)
    {
        if (Areas.FirstOrDefault(area => name.StartsWith(area, StringComparison.Ordinal)) is not { } area
            || name[area.Length..].Split('/') is not [var folder, .., var file]
            || !Guid.TryParseExact(folder, "D", out var id))
            return null;
        return area.StartsWith(PublicArea, StringComparison.Ordinal)
            ? new StoredFile(name, new ContainerId(id), Receipt: null, MediaPath.TryParse(name[PublicArea.Length..], out _) ? name[PublicArea.Length..] : null)
            : new StoredFile(name, new ContainerId(id), ReceiptIn(file), MediaPath: null);
    }

    private static Guid? ReceiptIn(string file) => file.Split('.') is [_, var text] && Guid.TryParseExact(text, "N", out var receipt) ? receipt : null;
}

/// <summary>A file that the store has.</summary>
/// <param name="Receipt">Of a kept file; null of one that a server of an older version kept, and of bytes that were sent and have no receipt.</param>
/// <param name="MediaPath">Of a published file; null of any other.</param>
public sealed record StoredFile(string Name, ContainerId Container, Guid? Receipt, string? MediaPath);
