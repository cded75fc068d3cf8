using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Content;

/// <summary>Where a published file stands, as text: <c>content-container/&lt;uuid&gt;/media/upload-1.mp4</c>.</summary>
/// <param name="Token">Of a file that one of several attempts has made: <c>asset-1-&lt;32 digits&gt;.mp4</c>. Null for an upload.</param>
public sealed record MediaPath(ContainerId Container, int Ordinal, MediaType Type, Guid? Token = null)
{
    /// <summary>The folder that holds a folder for each container.</summary>
    public const string Containers = "content-container";

    /// <summary>
    /// Takes the text apart and puts it together again: only what comes out the same is a media path. No letter of the
    /// caller's reaches the store, so there is nothing to escape from.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MediaPath? path)
    {
        path = text.Split('/') is [_, var container, _, var name] ? Of(container, name.Split('-', '.')) : null;
        return path?.ToString() == text;
    }

    public static MediaPath Of(UploadFile file) => new(file.Container, file.Ordinal, file.Type);

    public override string ToString() => $"{Containers}/{Container.Value:D}/media/{Name}.{Type.Extension}";

    private string Name => Token is { } token ? $"{Asset.GeneratedId(Ordinal)}-{token:N}" : Asset.UploadId(Ordinal);

    private static MediaPath? Of(string container, string[] name) =>
        name is [_, var ordinal, .. var token, var extension]
        && Guid.TryParseExact(container, "D", out var id)
        && int.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && MediaTypes.WithExtension(extension) is { } type
            ? new(new ContainerId(id), number, type, token is [var one] && Guid.TryParseExact(one, "N", out var parsed) ? parsed : null)
            : null;
}
