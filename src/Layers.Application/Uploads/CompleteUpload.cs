using Layers.Application.Content;
using Layers.Application.Keys;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Uploads;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Completes an upload whose files have been read and published, in one short transaction. A container that is completed already
/// stays as it is. Its files were sealed; only a server of an older version may have taken others since, and then it is refused.
/// </summary>
/// <param name="Prepared">Null when the container was completed already, or its bytes are gone because it has expired.</param>
public sealed record CompleteUpload(ContainerId Id, RevisionCondition IfMatch, PreparedUpload? Prepared) : ICommand<ContainerView>;

/// <summary>What is to be shown of an upload once it is completed.</summary>
/// <param name="Files">As they were when their bytes were read.</param>
public sealed record PreparedUpload(string Caption, IReadOnlyList<UploadFile> Files, ContainerMedia Media);

public sealed class CompleteUploadHandler(
    ICaller caller,
    CallerAccess access,
    IContainers containers,
    IUploads uploads,
    IRequestAddress address,
    ContainerGate gate,
    IAuditLog audit,
    IOutbox outbox,
    IClock clock) : IRequestHandler<CompleteUpload, ContainerView>
{
    public async Task<ContainerView> Handle(CompleteUpload request, CancellationToken cancellationToken)
    {
        await access.DemandStillOpen(cancellationToken);
        var (container, full) = await containers.GetFullForUpdate(caller.Organization, request.Id, cancellationToken);
        if (container.State is { CreativeType: CreativeType.Uploaded, Status: ContainerStatus.Completed })
            return gate.View(full);

        container.DemandAwaitingFiles();
        request.IfMatch.Demand(container.Revision);
        var prepared = request.Prepared ?? throw new InvalidOperationException("The bytes of an upload that has not ended are gone.");
        UploadConflict.DemandUnchanged(await uploads.List(caller.Organization, request.Id, cancellationToken), prepared.Files);

        var now = clock.Now();
        container.Complete(prepared.Caption, now);
        containers.SaveCompleted(container, prepared.Media);
        audit.Append(ContainerAudit.StatusChanged(container, now));
        var assets = MediaAddress.Resolve(prepared.Media.Assets, address.Base);
        outbox.Append(new OutboxEvent(now, container.Project, ContentGenerated.Of(container, assets)));
        return gate.View(full.With(container) with { Media = prepared.Media });
    }
}
