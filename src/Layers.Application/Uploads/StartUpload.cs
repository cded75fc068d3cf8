using Layers.Application.Approval;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Makes the containers that the files will fill, one a file or all in one slideshow, each born under the project's gate as it is now,
/// and says where the bytes go. Needs <c>content:write</c>.
/// </summary>
public sealed record StartUpload(ProjectId Project, Optional<IReadOnlyList<Optional<DeclaredFile>>> Files, Optional<string> Grouping) : ICommand<StartedUpload>;

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
/// <param name="SizeBytes">0 in an answer that an older version has kept for an idempotency key.</param>
public sealed record AwaitedFile(int Ordinal, string Filename, string ContentType, Instant ExpiresAt, long SizeBytes = 0);

public sealed class StartUploadHandler(ICaller caller, IPolicies policies, IContainers containers, IUploads uploads, IMediaUsage usage, IAuditLog audit, IClock clock)
    : IRequestHandler<StartUpload, StartedUpload>
{
    public async Task<StartedUpload> Handle(StartUpload request, CancellationToken cancellationToken)
    {
        var (policy, decided) = await policies.GetForNewContainer(caller.Organization, request.Project, cancellationToken);
        var now = clock.Now();
        var gate = policy.StatusForNewContainer(decided);
        var started = new StartedUpload([.. Grouped(request).Select(files => Await(request.Project, gate, files, now))]);
        await usage.Reserve(caller.Organization, request.Files.Value!.Sum(file => file.Value!.SizeBytes.Value), cancellationToken);
        return started;
    }

    private static IEnumerable<IReadOnlyList<DeclaredFile>> Grouped(StartUpload request)
    {
        List<DeclaredFile> files = [.. request.Files.Value!.Select(file => file.Value!)];
        return request.Grouping.Value == Groupings.Slideshow ? [files] : files.Chunk(1);
    }

    private AwaitedContainer Await(ProjectId project, ApprovalStatus gate, IReadOnlyList<DeclaredFile> files, Instant now)
    {
        var container = Container.ForUpload(caller.Organization, project, gate, now);
        containers.Add(container);
        audit.Append(ContainerAudit.Created(container));
        return new AwaitedContainer(container.Id, [.. files.Select((file, index) => Await(container, file, index + 1, now))]);
    }

    private AwaitedFile Await(Container container, DeclaredFile file, int ordinal, Instant now)
    {
        uploads.Add(
            container.Organization,
            new UploadFile(container.Id, ordinal, file.Filename.Value!, file.Type!, file.SizeBytes.Value));
        return new AwaitedFile(ordinal, file.Filename.Value!, file.Type!.Name, now + UploadFile.AddressLifetime, file.SizeBytes.Value);
    }
}
