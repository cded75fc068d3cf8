using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Media;

/// <summary>
/// What the server relies on in a store of media. Inherit it, and give it a fixture whose server has the store: by <c>AddMediaStore</c>, with nothing in it
/// that a claim could have been made on.
/// </summary>
public abstract partial class MediaStoreConformance<TStore>(ApiFixture api)
    where TStore : class, IMediaStore
{
    private const int SomeSize = 300_000;

    private readonly string[] prefixes = [.. MediaNames.PrefixesOf(Id.New<ContainerId>(StoppedClock.Create().GetCurrentInstant()))];

    private ApiFixture Api { get; } = api;

    /// <summary>The store as it is, without the bounds that the server puts around it.</summary>
    private IMediaStore Store => Api.Server.Services.GetRequiredService<TStore>();

    private string SentPrefix => prefixes[0];

    private string KeptPrefix => prefixes[1];

    private string PublicPrefix => prefixes[2];

    private string Sent => $"{SentPrefix}upload-1";

    private string Kept => $"{KeptPrefix}upload-1.0123456789abcdef0123456789abcdef";

    private string Published => $"{PublicPrefix}media/upload-1.jpg";

    /// <summary>Bytes that differ from those of another seed at every place.</summary>
    private static byte[] Bytes(byte seed, int size = SomeSize) => [.. Enumerable.Range(0, size).Select(index => (byte)((index % 61 * 4) + (seed % 4)))];

    private Task Write(string name, byte[] bytes) => Write(name, new Source(bytes), bytes.Length);

    private Task Write(string name, Stream bytes, long size, CancellationToken cancellationToken = default) =>
        Store.Write(name, MediaTypes.Jpeg, bytes, size, cancellationToken);

    /// <summary>Null when the name has no bytes.</summary>
    private async Task<byte[]?> Read(string name)
    {
        if (await Store.Open(name, CancellationToken.None) is not { } file)
            return null;
        await using var bytes = file.Bytes;
        return await ReadToEnd(bytes);
    }

    private static async Task<byte[]> ReadToEnd(Stream bytes)
    {
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task<List<string>> List(string prefix)
    {
        var names = new List<string>();
        await foreach (var file in Store.List(prefix, CancellationToken.None))
            names.Add(file.Name);
        return names;
    }

    /// <summary>Compares without writing down hundreds of thousands of bytes.</summary>
    private static void ShouldBe(byte[]? actual, byte[]? expected, string because) =>
        (actual is null ? expected is null : expected is not null && actual.AsSpan().SequenceEqual(expected)).Should().BeTrue(because);
}
