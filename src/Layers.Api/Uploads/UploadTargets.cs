using Layers.Api.Http;
using Layers.Application.Seams;
using Layers.Application.Uploads;
using Layers.Domain;

namespace Layers.Api.Uploads;

/// <summary>Where the bytes of awaited files are to be sent: to the media store, if it takes them itself, and otherwise to this server.</summary>
public sealed class UploadTargets(UploadAddress addresses, RequestAddress here)
{
    /// <param name="container">That the file is for.</param>
    /// <param name="file">That is awaited.</param>
    /// <param name="keyId">In whose name this server takes the bytes.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<UploadTarget> Of(ContainerId container, AwaitedFile file, string keyId, CancellationToken cancellationToken)
    {
        if (file is { Address: { } store, Headers: { } headers })
            return new UploadTarget(new Uri(store), headers);
        var address = await addresses.Make(container, file.Ordinal, keyId, file.ExpiresAt, cancellationToken);
        return new UploadTarget(new Uri(here.Base + address, UriKind.RelativeOrAbsolute), new Dictionary<string, string> { ["Content-Type"] = file.ContentType });
    }
}
