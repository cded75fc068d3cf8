using Layers.Api.Composition;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using Layers.Infrastructure.Media;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>A server whose media store takes so many bytes of a file, however many come.</summary>
public sealed class CarelessStoreFixture : UploadFixture
{
    protected override Task<ApiServer> StartServer() => ApiServer.Start(parts: new Parts(layers => layers.AddMediaStore<CarelessStore>()));
}

public sealed class CarelessStore(MediaFolder folder) : IMediaStore
{
    private readonly FolderMediaStore files = new(folder);

    /// <summary>Null for all that were declared.</summary>
    public int? Takes { get; set; }

    public async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        var taken = new byte[Takes ?? sizeBytes];
        await bytes.ReadExactlyAsync(taken, cancellationToken);
        await files.Write(name, type, new MemoryStream(taken), taken.Length, cancellationToken);
    }

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken) => files.Open(name, cancellationToken);

    public Task<bool> Move(string from, string to, CancellationToken cancellationToken) => files.Move(from, to, cancellationToken);

    public Task Remove(string name, CancellationToken cancellationToken) => files.Remove(name, cancellationToken);

    public IAsyncEnumerable<ListedMedia> List(string prefix, CancellationToken cancellationToken) => files.List(prefix, cancellationToken);

    public Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken) => files.RemoveLeftovers(before, cancellationToken);

    public Task<bool> Claim(string database, CancellationToken cancellationToken) => files.Claim(database, cancellationToken);

    public Task Adopt(string database, CancellationToken cancellationToken) => files.Adopt(database, cancellationToken);
}
