using System.Buffers;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using NodaTime;

namespace Layers.Infrastructure.Media;

/// <summary>Where media lies on this machine.</summary>
/// <param name="Root">Made when it is not there. All of it lies on one file system, for a file changes its state by being renamed.</param>
public sealed record MediaFolder(string Root);

/// <summary>Media in a folder: <c>incoming/</c> for staged files, <c>kept/</c> for kept ones, <c>public-media/</c> for what is served,
/// and <c>owner</c>, the name of the database that it belongs to.</summary>
public sealed class FolderMediaStore(MediaFolder folder) : IMediaStore
{
    private const int BlockSize = 80 * 1024;
    private readonly string incoming = Path.Combine(Path.GetFullPath(folder.Root), "incoming");
    private readonly string kept = Path.Combine(Path.GetFullPath(folder.Root), "kept");
    private readonly string published = Path.Combine(Path.GetFullPath(folder.Root), "public-media");
    private readonly string owner = Path.Combine(Path.GetFullPath(folder.Root), "owner");

    public async Task<StagedFile> Stage(ContainerId container, int ordinal, Stream bytes, long declaredSize, CancellationToken ct)
    {
        Disk.MakeDirectory(incoming, folder.Root);
        var path = Path.Combine(incoming, $"{container.Value:D}.{ordinal}.{Guid.NewGuid():N}.part");
        var isWhole = false;
        try
        {
            await using var file = Disk.Create(path);
            await Copy(bytes, file, declaredSize, ct);
            file.Flush(flushToDisk: true);
            isWhole = true;
            return new StagedFile(container, ordinal, declaredSize, path);
        }
        finally
        {
            if (!isWhole)
                File.Delete(path);
        }
    }

    public void Keep(StagedFile file, Guid receipt)
    {
        var path = KeptPath(file.Container, file.Ordinal, receipt);
        Disk.MakeDirectory(Path.GetDirectoryName(path)!, folder.Root);
        Disk.Move(file.Location, path);
    }

    public void Discard(StagedFile file) => File.Delete(file.Location);

    public void RemoveKept(UploadFile file) => Disk.RemoveFile(KeptPath(file.Container, file.Ordinal, file.Receipt));

    public Stream? OpenKept(UploadFile file) =>
        Disk.TryOpen(KeptPath(file.Container, file.Ordinal, file.Receipt)) ?? Disk.TryOpen(PublicPath(file).Under(published));

    public string? Publish(UploadFile file)
    {
        var path = PublicPath(file);
        var to = path.Under(published);
        Disk.MakeDirectory(Path.GetDirectoryName(to)!, folder.Root);

        // All who publish at the same time move the same file: the one who comes too late finds it in its place.
        return Disk.TryMove(KeptPath(file.Container, file.Ordinal, file.Receipt), to) || File.Exists(to) ? path.ToString() : null;
    }

    public Stream OpenStaged(StagedFile file) =>
        Disk.TryOpen(file.Location) ?? throw new InvalidOperationException("The staged file is gone.");

    public string PublishStaged(StagedFile file, MediaType type)
    {
        var path = new MediaPath(file.Container, file.Ordinal, type, Guid.NewGuid());
        var to = path.Under(published);
        Disk.MakeDirectory(Path.GetDirectoryName(to)!, folder.Root);
        Disk.Move(file.Location, to);
        return path.ToString();
    }

    public void Unpublish(string mediaPath)
    {
        if (MediaPath.TryParse(mediaPath, out var path) && File.Exists(path.Under(published)))
            File.Delete(path.Under(published));
    }

    public PublishedFile? OpenPublished(string mediaPath)
    {
        if (!MediaPath.TryParse(mediaPath, out var path) || Disk.HasLink(path.Under(published), published))
            return null;
        return Disk.TryOpen(path.Under(published)) is { } bytes ? new PublishedFile(bytes, path.Type, WrittenAt(bytes)) : null;
    }

    public void Remove(ContainerId container)
    {
        Disk.RemoveDirectory(KeptFolder(container));
        Disk.RemoveDirectory(MediaPath.FolderUnder(published, container));
    }

    public IEnumerable<ContainerId> ListContainers(Instant before) =>
        from folder in Disk.ListDirectories(kept).Concat(Disk.ListDirectories(Path.Combine(published, MediaPath.Containers)))
        where Guid.TryParseExact(folder.Name, "D", out _) && folder.LastWriteTimeUtc < before.ToDateTimeUtc() && !Disk.RemoveIfEmpty(folder)
        select new ContainerId(Guid.Parse(folder.Name));

    public IEnumerable<StoredFile> ListFiles(Instant before) =>
        Disk.ListDirectories(kept).SelectMany(container => ListFiles(container, container, before))
            .Concat(Disk.ListDirectories(Path.Combine(published, MediaPath.Containers)).SelectMany(container =>
                container.EnumerateDirectories().SelectMany(media => ListFiles(container, media, before))));

    public void Remove(StoredFile file) => Disk.RemoveFile(file.Location);

    public bool Claim(string database)
    {
        Disk.MakeDirectory(Path.GetDirectoryName(owner)!, folder.Root);
        return Disk.TryWriteNew(owner, database) || File.ReadAllText(owner) == database;
    }

    public void Adopt(string database)
    {
        var draft = $"{owner}.{Guid.NewGuid():N}";
        Disk.MakeDirectory(Path.GetDirectoryName(owner)!, folder.Root);
        Disk.TryWriteNew(draft, database);
        Disk.Move(draft, owner);
    }

    public int SweepStaged(Instant before)
    {
        if (!Directory.Exists(incoming))
            return 0;

        var leftovers = Directory.EnumerateFiles(incoming, "*.part")
            .Where(path => File.GetLastWriteTimeUtc(path) < before.ToDateTimeUtc())
            .ToList();
        leftovers.ForEach(File.Delete);
        return leftovers.Count;
    }

    private static async Task Copy(Stream bytes, FileStream file, long declaredSize, CancellationToken ct)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var arrived = 0L;
            for (int count; (count = await bytes.ReadAsync(block, ct)) > 0;)
            {
                arrived += count;
                if (arrived > declaredSize)
                    throw new DomainException(ErrorKind.PayloadTooLarge, $"The file was declared with {declaredSize} bytes, and more came.");
                await file.WriteAsync(block.AsMemory(0, count), ct);
            }

            if (arrived < declaredSize)
                throw DomainException.Invalid($"The file was declared with {declaredSize} bytes, and {arrived} came.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    // A rename leaves it alone, and so does a copy by the usual tools for backups.
    private static Instant WrittenAt(FileStream file) => Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(file.SafeFileHandle));

    private static IEnumerable<StoredFile> ListFiles(DirectoryInfo container, DirectoryInfo folder, Instant before) =>
        Guid.TryParseExact(container.Name, "D", out var id) && folder.LastWriteTimeUtc < before.ToDateTimeUtc()
            ? from file in folder.EnumerateFiles()
              where file.LastWriteTimeUtc < before.ToDateTimeUtc()
              select StoredFileOf(new ContainerId(id), file)
            : [];

    private static StoredFile StoredFileOf(ContainerId container, FileInfo file) =>
        MediaPath.TryParse(MediaPath.Of(container, file.Name), out var path)
            ? new(container, Receipt: null, path.ToString(), file.FullName)
            : new(container, Guid.TryParseExact(file.Extension.TrimStart('.'), "N", out var receipt) ? receipt : null, MediaPath: null, file.FullName);

    private static MediaPath PublicPath(UploadFile file) => new(file.Container, file.Ordinal, file.Type);

    // Servers of an older version give no receipts, and keep one file for all.
    private string KeptPath(ContainerId container, int ordinal, Guid? receipt) =>
        Path.Combine(KeptFolder(container), $"{Asset.UploadId(ordinal)}{(receipt is { } known ? $".{known:N}" : "")}");

    private string KeptFolder(ContainerId container) => Path.Combine(kept, $"{container.Value:D}");
}
