using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using NodaTime;

namespace Layers.Application.Content;

/// <summary>
/// Where the bytes of uploads live. A file goes through three states: staged (one request's own), kept (under its receipt,
/// private) and published (an asset, served to anyone who knows its address). <c>ordinal</c> is the file's place in its
/// container, from 1. Nothing here needs a row lock: which bytes a file has and what a container shows is decided by their rows.
/// </summary>
public interface IMediaStore
{
    /// <summary>
    /// Streams the bytes to a private file of this call, never through memory, and answers when they are on the disk.
    /// More bytes than declared: <see cref="ErrorKind.PayloadTooLarge"/>, as soon as the first of them comes. Fewer:
    /// <see cref="ErrorKind.Validation"/>. On any failure, and on cancellation, nothing is left behind.
    /// </summary>
    Task<StagedFile> Stage(ContainerId container, int ordinal, Stream bytes, long declaredSize, CancellationToken ct);

    /// <summary>The staged bytes are now kept under that receipt, atomically and for good, beside those of other receipts.</summary>
    void Keep(StagedFile file, Guid receipt);

    /// <summary>The bytes of the file's receipt are not kept any more. Harmless when they never were.</summary>
    void RemoveKept(UploadFile file);

    /// <summary>The staged bytes are gone. Harmless when they already were, or when they were kept.</summary>
    void Discard(StagedFile file);

    /// <summary>
    /// The bytes of the file's receipt, seekable; null when they are not there. Still answers after <see cref="Publish"/>, so a finalize
    /// whose transaction was lost can be repeated.
    /// </summary>
    Stream? OpenKept(UploadFile file);

    /// <summary>
    /// The bytes of the file's receipt now stand in its public place, durably; answers its media path
    /// (<c>content-container/&lt;uuid&gt;/media/upload-1.mp4</c>). Calling it again, after a crash or at the same time too, returns
    /// the same. Call it with a sealed file: all who publish it then publish the same bytes. Null when there are none: they were removed.
    /// </summary>
    string? Publish(UploadFile file);

    /// <summary>The staged bytes, seekable.</summary>
    Stream OpenStaged(StagedFile file);

    /// <summary>
    /// The staged file now stands in a public place of its own, durably, under an address that nobody can guess; returns its media
    /// path (<c>content-container/&lt;uuid&gt;/media/asset-1-&lt;32 digits&gt;.mp4</c>).
    /// </summary>
    string PublishStaged(StagedFile file, MediaType type);

    /// <summary>Removes a file that was published and that no container shows. Harmless when there is none.</summary>
    void Unpublish(string mediaPath);

    /// <summary>
    /// The published file of that media path; null when there is none. A path that is not letter for letter one that
    /// <see cref="Publish"/> answers never reaches the disk, and links are not followed.
    /// </summary>
    PublishedFile? OpenPublished(string mediaPath);

    /// <summary>Removes all kept and published files of the container. Harmless when there are none. Call it when nothing can keep or publish one again.</summary>
    void Remove(ContainerId container);

    /// <summary>
    /// The containers that have kept or published files which nobody has touched since <paramref name="before"/>, some of them twice. They are found
    /// while the answer is read, which may take long.
    /// </summary>
    IEnumerable<ContainerId> ListContainers(Instant before);

    /// <summary>
    /// The kept and published files in folders where nothing has come or gone since <paramref name="before"/>, and that were not written since. They are
    /// found while the answer is read.
    /// </summary>
    IEnumerable<StoredFile> ListFiles(Instant before);

    /// <summary>Removes the file. Harmless when it is gone already.</summary>
    void Remove(StoredFile file);

    /// <summary>
    /// Whether the store belongs to that database. The first to ask owns it, until another takes it over with <see cref="Adopt"/>; of two that ask first at the
    /// same time at most one does.
    /// </summary>
    bool Claim(string database);

    /// <summary>The store belongs to that database from now on, and to no other.</summary>
    void Adopt(string database);

    /// <summary>Removes staged files that nobody has written to since <paramref name="before"/> (their process is gone) and answers how many.</summary>
    int SweepStaged(Instant before);
}

/// <summary>Bytes that one request has brought and that nobody else sees yet.</summary>
/// <param name="Location">Of the store's own; means nothing outside it.</param>
public sealed record StagedFile(ContainerId Container, int Ordinal, long SizeBytes, string Location);

/// <summary>A file that no row may name any more.</summary>
/// <param name="Receipt">Of a kept file; null of one that a server of an older version kept.</param>
/// <param name="MediaPath">Of a published file; null of a kept one.</param>
/// <param name="Location">Of the store's own; means nothing outside it.</param>
public sealed record StoredFile(ContainerId Container, Guid? Receipt, string? MediaPath, string Location);

/// <summary>A file as it is served; its bytes never change.</summary>
/// <param name="Bytes">Seekable, so ranges can be served; the caller disposes it.</param>
/// <param name="ReceivedAt">When the last of its bytes was written.</param>
public sealed record PublishedFile(Stream Bytes, MediaType Type, Instant ReceivedAt);
