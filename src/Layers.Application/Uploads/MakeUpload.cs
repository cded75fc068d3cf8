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

/// <summary>Makes the containers of an upload, under the project's gate as it is now, once it is known where their bytes go.</summary>
/// <param name="Containers">With new ids, and at least a file each.</param>
public sealed record MakeUpload(ProjectId Project, IReadOnlyList<AwaitedContainer> Containers) : ICommand<StartedUpload>;

public sealed class MakeUploadHandler(ICaller caller, IPolicies policies, IContainers containers, IUploads uploads, IMediaUsage usage, IAuditLog audit, IClock clock)
    : IRequestHandler<MakeUpload, StartedUpload>
{
    public async Task<StartedUpload> Handle(MakeUpload request, CancellationToken cancellationToken)
    {
        var (policy, decided) = await policies.GetForNewContainer(caller.Organization, request.Project, cancellationToken);
        var now = clock.Now();
        var gate = policy.StatusForNewContainer(decided);
        foreach (var awaited in request.Containers)
            Make(Container.ForUpload(awaited.Id, caller.Organization, request.Project, gate, now), awaited.Files);
        var files = request.Containers.SelectMany(container => container.Files);
        await usage.Reserve(caller.Organization, files.Sum(file => file.SizeBytes), cancellationToken);
        return new StartedUpload(request.Containers);
    }

    private void Make(Container container, IReadOnlyList<AwaitedFile> files)
    {
        containers.Add(container);
        audit.Append(ContainerAudit.Created(container));
        foreach (var file in files)
            uploads.Add(container.Organization, new UploadFile(container.Id, file.Ordinal, file.Filename, MediaTypes.Find(file.ContentType)!, file.SizeBytes));
    }
}
