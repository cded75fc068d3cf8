using Layers.Api.Http;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Api.Uploads;

/// <summary>Where the bytes of awaited files are to be sent: to the media store, if it takes them itself, and otherwise to this server.</summary>
public sealed class UploadTargets(IMediaStore store, UploadAddress addresses, RequestAddress here, IClock clock)
{
    private static readonly Duration Least = Duration.FromSeconds(1);

    /// <param name="container">That the file is for.</param>
    /// <param name="file">That is awaited.</param>
    /// <param name="keyId">In whose name this server takes the bytes.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<UploadTarget> Of(ContainerId container, AwaitedFile file, string keyId, CancellationToken cancellationToken) =>
        await store.FindUploadTarget(Awaited(container, file), cancellationToken)
        ?? await Signed(container, file, keyId, cancellationToken);

    // A start that is repeated by its idempotency key has the end of the first.
    private AwaitedBytes Awaited(ContainerId container, AwaitedFile file) =>
        new(MediaNames.Sent(container, file.Ordinal), MediaTypes.Find(file.ContentType)!, file.SizeBytes, Duration.Max(Least, file.ExpiresAt - clock.GetCurrentInstant()));

    private async Task<UploadTarget> Signed(ContainerId container, AwaitedFile file, string keyId, CancellationToken cancellationToken)
    {
        var address = await addresses.Make(container, file.Ordinal, keyId, file.ExpiresAt, cancellationToken);
        return new UploadTarget(new Uri(here.Base + address, UriKind.RelativeOrAbsolute), new Dictionary<string, string> { ["Content-Type"] = file.ContentType });
    }
}
