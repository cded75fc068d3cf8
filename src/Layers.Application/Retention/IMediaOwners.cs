using Layers.Application.Content;
using Layers.Domain;

namespace Layers.Application.Retention;

/// <summary>Which containers the files in the media store belong to.</summary>
public interface IMediaOwners
{
    /// <summary>Names the database that this server runs on. One that was restored from its dump has another name.</summary>
    Task<string> GetDatabase(CancellationToken cancellationToken);

    /// <summary>
    /// Of these, the containers that have no files any more: their files were removed, they failed or were canceled, or there is no such container. A
    /// container that is not known but was made before the database belongs to another database, and is not among them.
    /// </summary>
    Task<IReadOnlyList<ContainerId>> FindWithoutFiles(IReadOnlyCollection<ContainerId> containers, CancellationToken cancellationToken);

    /// <summary>
    /// Of these, the files that their container will never name: of a completed one all that it does not show, of one that waits for files the bytes that
    /// were replaced. What <see cref="FindWithoutFiles"/> is asked for is not among them.
    /// </summary>
    Task<IReadOnlyList<StoredFile>> FindUnnamed(IReadOnlyList<StoredFile> files, CancellationToken cancellationToken);
}
