using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Makes the containers that the files will fill, one a file or all in one slideshow, each born under the project's gate as it is now,
/// and says where the bytes go. It is not a command itself: the media store is asked for addresses with nothing locked and no connection held, and when it
/// fails nothing is made. Then <see cref="MakeUpload"/> makes the containers. Needs <c>content:write</c>.
/// </summary>
public sealed record StartUpload(ProjectId Project, Optional<IReadOnlyList<Optional<DeclaredFile>>> Files, Optional<string> Grouping) : IRequest<StartedUpload>;

/// <summary>A file as its sender declares it.</summary>
public sealed record DeclaredFile
{
    /// <summary>A name, not a path: 1 to 512 characters.</summary>
    public Optional<string> Filename { get; init; }

    /// <summary>
    /// <c>video/mp4</c>, <c>video/quicktime</c>, <c>image/jpeg</c> (also as <c>image/jpg</c>), <c>image/png</c> or <c>image/webp</c>. Parameters are ignored.
    /// </summary>
    public Optional<string> ContentType { get; init; }

    /// <summary>In bytes: at most 100 MB a video, 30 MB an image.</summary>
    public Optional<long> SizeBytes { get; init; }

    /// <summary>Null unless the declared type is one that is taken in.</summary>
    public MediaType? Type => MediaTypes.Find(ContentType.Value);
}

public static class Groupings
{
    public const string PerFile = "per-file";
    public const string Slideshow = "slideshow";
    public static readonly IReadOnlyList<string> All = [PerFile, Slideshow];
}

public sealed record StartedUpload(IReadOnlyList<AwaitedContainer> Containers);

public sealed record AwaitedContainer(ContainerId Id, IReadOnlyList<AwaitedFile> Files);

/// <param name="ExpiresAt">Until then the file's address takes its bytes.</param>
/// <param name="SizeBytes">0 in a response that an older version has kept for an idempotency key.</param>
/// <param name="Address">Of the media store; null when this server takes the bytes. A start that is repeated by its key has the address of the first.</param>
/// <param name="Headers">To be sent with the bytes to that address.</param>
public sealed record AwaitedFile(
    int Ordinal,
    string Filename,
    string ContentType,
    Instant ExpiresAt,
    long SizeBytes = 0,
    string? Address = null,
    IReadOnlyDictionary<string, string>? Headers = null);

public sealed class StartUploadHandler(IMediaStore store, IMediator mediator, IClock clock) : IRequestHandler<StartUpload, StartedUpload>
{
    public async Task<StartedUpload> Handle(StartUpload request, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var containers = new List<AwaitedContainer>();
        foreach (var files in Grouped(request))
            containers.Add(await Await(files, now, cancellationToken));
        return await mediator.Send(new MakeUpload(request.Project, containers), cancellationToken);
    }

    private static IEnumerable<IReadOnlyList<DeclaredFile>> Grouped(StartUpload request)
    {
        List<DeclaredFile> files = [.. request.Files.Value!.Select(file => file.Value!)];
        return request.Grouping.Value == Groupings.Slideshow ? [files] : files.Chunk(1);
    }

    private async Task<AwaitedContainer> Await(IReadOnlyList<DeclaredFile> files, Instant now, CancellationToken cancellationToken)
    {
        var container = Id.New<ContainerId>(now);
        var awaited = new List<AwaitedFile>();
        foreach (var file in files)
            awaited.Add(await Await(container, file, awaited.Count + 1, now, cancellationToken));
        return new AwaitedContainer(container, awaited);
    }

    private async Task<AwaitedFile> Await(ContainerId container, DeclaredFile file, int ordinal, Instant now, CancellationToken cancellationToken)
    {
        var (type, size) = (file.Type!, file.SizeBytes.Value);
        var awaited = new AwaitedBytes(MediaNames.Sent(container, ordinal), type, size, UploadFile.AddressLifetime);
        var target = await store.FindUploadTarget(awaited, cancellationToken);
        return new AwaitedFile(
            ordinal, file.Filename.Value!, type.Name, now + UploadFile.AddressLifetime, size, target?.Address.OriginalString, target?.Headers);
    }
}
