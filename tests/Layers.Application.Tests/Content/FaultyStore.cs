using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Application.Tests.Content;

/// <summary>A media store that does what a test says, and nothing in all other calls.</summary>
internal sealed class FaultyStore : IMediaStore
{
    public Func<Stream, CancellationToken, Task> OnWrite { get; init; } = (bytes, token) => bytes.CopyToAsync(Stream.Null, token);

    public Func<Task<MediaBytes?>> OnOpen { get; init; } = () => Task.FromResult<MediaBytes?>(null);

    public Func<IAsyncEnumerable<ListedMedia>> OnList { get; init; } = AsyncEnumerable.Empty<ListedMedia>;

    public Func<Task> OnOther { get; init; } = () => Task.CompletedTask;

    public List<string> Removed { get; } = [];

    public Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken) => OnWrite(bytes, cancellationToken);

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken) => new(OnOpen());

    public IAsyncEnumerable<ListedMedia> List(string prefix, CancellationToken cancellationToken) => OnList();

    public Task Remove(string name, CancellationToken cancellationToken)
    {
        Removed.Add(name);
        return OnOther();
    }

    public async Task<bool> Move(string from, string to, CancellationToken cancellationToken)
    {
        await OnOther();
        return true;
    }

    public async Task<bool> Claim(string database, CancellationToken cancellationToken)
    {
        await OnOther();
        return true;
    }

    public Task Adopt(string database, CancellationToken cancellationToken) => OnOther();

    public async Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken)
    {
        await OnOther();
        return 0;
    }
}
