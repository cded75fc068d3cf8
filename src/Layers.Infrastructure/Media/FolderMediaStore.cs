using System.Runtime.CompilerServices;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using NodaTime;

namespace Layers.Infrastructure.Media;

/// <summary>Where media lies on this machine.</summary>
/// <param name="Root">Made when it is not there. All of it lies on one file system, for a file gets its name by being renamed.</param>
public sealed record MediaFolder(string Root);

/// <summary>
/// Media in a folder: a file for each name, <c>incoming/</c> for bytes that are being written, and <c>owner</c>, the name of the database that the folder
/// belongs to.
/// </summary>
public sealed class FolderMediaStore(MediaFolder folder) : IMediaStore
{
    private const int BlockSize = 80 * 1024;
    private readonly string root = Path.GetFullPath(folder.Root);
    private readonly string incoming = Path.Combine(Path.GetFullPath(folder.Root), "incoming");
    private readonly string owner = Path.Combine(Path.GetFullPath(folder.Root), "owner");

    public string Place => root;

    public async Task Write(string name, MediaType type, Stream bytes, long sizeBytes, CancellationToken cancellationToken)
    {
        Disk.MakeDirectory(incoming, root);
        var part = Path.Combine(incoming, $"{name.Replace('/', '.')}.{Guid.NewGuid():N}.part");
        try
        {
            await using (var file = Disk.Create(part))
            {
                await bytes.CopyToAsync(file, BlockSize, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            Disk.MakeDirectory(Path.GetDirectoryName(PathOf(name))!, root);
            Disk.Move(part, PathOf(name));
        }
        finally
        {
            File.Delete(part);
        }
    }

    public ValueTask<MediaBytes?> Open(string name, CancellationToken cancellationToken)
    {
        var area = Path.Combine(root, name.Split('/')[0]);
        var file = Disk.HasLink(PathOf(name), area) ? null : Disk.TryOpen(PathOf(name));
        return new(file is null ? null : new MediaBytes(file, WrittenAt(file)));
    }

    public Task<bool> Move(string from, string to, CancellationToken cancellationToken)
    {
        Disk.MakeDirectory(Path.GetDirectoryName(PathOf(to))!, root);

        // All who move it at the same time rename the same file: the one who comes too late finds it in its place.
        return Task.FromResult(Disk.TryMove(PathOf(from), PathOf(to)) || File.Exists(PathOf(to)));
    }

    public Task Remove(string name, CancellationToken cancellationToken)
    {
        Disk.RemoveFile(PathOf(name));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ListedMedia> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in Disk.ListFiles(PathOf(prefix)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ListedMedia(NameOf(file), Instant.FromDateTimeUtc(file.LastWriteTimeUtc));
        }
    }

    public Task RemoveAll(string prefix, CancellationToken cancellationToken)
    {
        Disk.RemoveDirectory(PathOf(prefix));
        return Task.CompletedTask;
    }

    /// <summary>It also removes folders in which nothing is left.</summary>
    public Task<int> RemoveLeftovers(Instant before, CancellationToken cancellationToken)
    {
        var leftovers = Disk.ListFiles(incoming).Where(part => part.LastWriteTimeUtc < before.ToDateTimeUtc()).ToList();
        foreach (var part in leftovers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            part.Delete();
        }

        foreach (var empty in Disk.ListDirectories(Path.Combine(root, "kept")).Where(kept => kept.LastWriteTimeUtc < before.ToDateTimeUtc()))
            Disk.RemoveIfEmpty(empty);
        return Task.FromResult(leftovers.Count);
    }

    public Task<bool> Claim(string database, CancellationToken cancellationToken)
    {
        Disk.MakeDirectory(root, root);
        return Task.FromResult(Disk.TryWriteNew(owner, database) || File.ReadAllText(owner) == database);
    }

    public Task Adopt(string database, CancellationToken cancellationToken)
    {
        var draft = $"{owner}.{Guid.NewGuid():N}";
        Disk.MakeDirectory(root, root);
        Disk.Write(draft, database);
        Disk.Move(draft, owner);
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(root, name.TrimEnd('/'));

    private string NameOf(FileInfo file) => Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    // A rename leaves it alone, and so does a copy by the usual tools for backups.
    private static Instant WrittenAt(FileStream file) => Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(file.SafeFileHandle));
}
