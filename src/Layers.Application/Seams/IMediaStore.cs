using Layers.Application.Content;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Application.Seams;

/// <summary>
/// Keeps the bytes of media under names. The server makes the names (<see cref="MediaNames"/>): lower-case letters, digits, <c>-</c>, <c>.</c> and
/// <c>/</c>, and no part of a name is <c>.</c> or <c>..</c>. Which bytes a file has, and what a container shows, is decided by rows of the database: a
/// store decides nothing and locks nothing. The server calls it with no transaction open and no connection held. Any number of nodes may call any
/// methods at the same time. The server bounds the time of each call and turns any exception but one of the bytes' source into 503.
/// </summary>
public interface IMediaStore
{
    /// <summary>Where the media is, for the operator: a folder, the address of a bucket.</summary>
    string Place => GetType().Name;

    /// <summary>
    /// After the call the name has these bytes, durably; other bytes of that name are replaced. Until then readers see the earlier bytes or nothing, never
    /// a part. When reading <paramref name="bytes"/> throws, and on cancellation, the call throws and the name is as it was.
    /// </summary>
    /// <param name="name">Of the file.</param>
    /// <param name="type">What the bytes are served as.</param>
    /// <param name="bytes">Read once, to its end; it may not be seekable.</param>
    /// <param name="sizeBytes">How many bytes there are. The stream throws at its end when there were fewer, and as soon as more come.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken);

    /// <summary>Returns the file to be read, or null when the name has none. Bytes that are replaced or removed meanwhile can be read to their end, or reading throws.</summary>
    ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken);

    /// <summary>
    /// After the call <paramref name="to"/> has the bytes of <paramref name="from"/>, whole and durably, and <paramref name="from"/> has none. Bytes that
    /// <paramref name="to"/> had are replaced. When <paramref name="from"/> has none, nothing changes. Returns whether <paramref name="to"/> has bytes
    /// then: of several calls at the same time, and of one that is repeated after a crash, all return true.
    /// </summary>
    Task<bool> Move(string from, string to, CancellationToken cancellationToken);

    /// <summary>After the call the name has no bytes. It is harmless when it had none.</summary>
    Task Remove(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the files whose names begin with the prefix, which ends with <c>/</c>, in any order. They may be found while the list is read. A file that
    /// comes or goes meanwhile may be listed or not; every other is listed once.
    /// </summary>
    IAsyncEnumerable<ListedMedia> List(string prefix, CancellationToken cancellationToken);

    /// <summary>After the call no name that begins with the prefix, which ends with <c>/</c>, has bytes. It is harmless when there were none.</summary>
    async Task RemoveAll(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var file in List(prefix, cancellationToken))
            await Remove(file.Name, cancellationToken);
    }

    /// <summary>
    /// Removes what writes that were interrupted before that moment have left behind without a name, and returns how many pieces. A store that has no such
    /// pieces, or whose service removes them by itself, keeps the default.
    /// </summary>
    Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>
    /// Returns whether the store belongs to that database. A store that belongs to none belongs to the first that asks; of several that ask first at the
    /// same time, at most one gets true. Files are removed for the owner only.
    /// </summary>
    Task<bool> Claim(string database, CancellationToken cancellationToken);

    /// <summary>After the call the store belongs to that database, and to no other.</summary>
    Task Adopt(string database, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the address that takes the file's bytes by PUT, without this server in between; null when they are sent to this server. Nothing is called
    /// when the bytes have come: <see cref="FindSent"/> is asked when the upload is finalized. The address takes bytes any number of times until it ends,
    /// the last replace the earlier, and it takes only the type, and if the store can the size, that were declared. The server asks once for each file, before
    /// there is a container, and a start that is repeated by its idempotency key returns the same address. The store does not learn of a key that is killed or
    /// an organization that is suspended: the address takes bytes until it ends, and the server receives them only while the key and the organization are
    /// active. A store that returns addresses implements <see cref="FindSent"/> and <see cref="TryKeepSent"/> too.
    /// </summary>
    ValueTask<UploadTarget?> FindUploadTarget(AwaitedBytes awaited, CancellationToken cancellationToken) => new((UploadTarget?)null);

    /// <summary>Returns what was sent last to the address of that name; null when nothing was, or when only a part has come.</summary>
    ValueTask<SentBytes?> FindSent(string name, CancellationToken cancellationToken) => new((SentBytes?)null);

    /// <summary>
    /// When <paramref name="sent"/> still has the bytes of that version, <paramref name="kept"/> has the same after the call, durably and with that type,
    /// and the call returns true. What is sent later changes <paramref name="sent"/> and never <paramref name="kept"/>, whose bytes count as written now.
    /// When other bytes were sent, or none are there, nothing changes and it returns false.
    /// </summary>
    Task<bool> TryKeepSent(string sent, string version, string kept, MediaType type, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>
    /// Returns an address that serves the file, with its type and with ranges, to anyone who has the address; null when this server serves the bytes. The
    /// store need not look whether there is such a file: when there is none, the address says so.
    /// </summary>
    /// <param name="name">Of a published file.</param>
    /// <param name="type">What the bytes are served as, whatever their sender said.</param>
    /// <param name="method"><c>GET</c> or <c>HEAD</c>, for a signature that names the method.</param>
    /// <param name="cancellationToken">The caller's.</param>
    ValueTask<DownloadTarget?> FindDownloadTarget(string name, MediaType type, HttpMethod method, CancellationToken cancellationToken) =>
        new((DownloadTarget?)null);
}

/// <summary>A file to be read; the caller disposes the bytes.</summary>
/// <param name="Bytes">Seekable, with a length. Bytes that are elsewhere may be a <see cref="RangeStream"/>.</param>
/// <param name="WrittenAt">When the bytes were written; a move may renew it.</param>
public sealed record MediaBytes(Stream Bytes, Instant WrittenAt);

/// <param name="WrittenAt">When the bytes were written; a move may renew it.</param>
public sealed record ListedMedia(string Name, Instant WrittenAt);

/// <summary>Bytes that somebody has declared and will send.</summary>
/// <param name="Name">Where they are to arrive: under this name <see cref="IMediaStore.FindSent"/> finds them.</param>
/// <param name="GoodFor">How long from now the address takes bytes, and no longer. At least a second.</param>
public sealed record AwaitedBytes(string Name, MediaType Type, long SizeBytes, Duration GoodFor);

/// <param name="Headers">All that must be sent with the bytes.</param>
public sealed record UploadTarget(Uri Address, IReadOnlyDictionary<string, string> Headers);

/// <summary>Bytes that arrived at an address of the store.</summary>
/// <param name="Version">1 to 200 characters. Bytes that differ have different versions; an entity tag will do.</param>
public sealed record SentBytes(long SizeBytes, string Version);

/// <param name="GoodFor">How long from now the address serves the file, at least.</param>
public sealed record DownloadTarget(Uri Address, Duration GoodFor);
