using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Content;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Api.RateLimits;
using Layers.Application;
using Layers.Application.Keys;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;
using NodaTime;

namespace Layers.Api.Uploads;

[ApiController]
public sealed class UploadsController(IMediator mediator, IMapper mapper, UploadTargets targets) : ControllerBase
{
    /// <summary>Start an upload: declare files, and get an address for the bytes of each.</summary>
    /// <remarks>
    /// Makes one container a file, or one for all when <c>grouping</c> is <c>slideshow</c>. The policy of this moment says whether they need approval.
    /// An address is good for 15 minutes. It may belong to a media store of the operator's: then the bytes go there directly, and their size is judged when
    /// the upload is finalized. An upload that is not finalized within 24 hours, unless the operator has set another time, expires: its container
    /// is <c>failed</c> with the error <c>UPLOAD_EXPIRED</c>, and its files are removed. The declared sizes count against the organization's quota, if it has
    /// one, from the start until the files are removed.
    /// </remarks>
    [HttpPost("v1/projects/{projectId}/content/uploads")]
    [Operation("startUpload")]
    [ProducesResponseType<StartedUploadResponse>(StatusCodes.Status201Created)]
    [Refuses(ErrorKind.Conflict, ErrorKind.QuotaExceeded)]
    [RequireScope(Scopes.ContentWrite)]
    public async Task<IActionResult> Start(ProjectId projectId, [JsonBody] StartUploadBody body, CancellationToken cancellationToken)
    {
        var upload = await mediator.Send(new StartUpload(projectId, body.Files, body.Grouping), cancellationToken);
        var containers = new List<AwaitedContainerResponse>();
        foreach (var container in upload.Containers)
            containers.Add(new AwaitedContainerResponse(container.Id, await WithAddresses(container, cancellationToken)));
        return StatusCode(StatusCodes.Status201Created, new StartedUploadResponse(containers));
    }

    /// <summary>Send the bytes of one file, to the address that starting the upload gave.</summary>
    /// <remarks>
    /// No key: the signature in the address is the right. Pages in a browser may send it too, as far as the operator lets them (CORS). <c>Content-Type</c> and size must be as declared (415, 413, 422). Sending again
    /// replaces the bytes, until the upload is finalized or expires; then 409.
    /// </remarks>
    [HttpPut(UploadAddress.Route)]
    [EnableCors(UploadCors.Policy)]
    [Operation("receiveFile")]
    [FileBody]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Takes(ParameterLocation.Query, UploadAddress.KeyParameter, "Stands in the address already.", Needed = true)]
    [Takes(ParameterLocation.Query, UploadAddress.ExpiresParameter, "Stands in the address already.", Needed = true)]
    [Takes(ParameterLocation.Query, UploadAddress.SignatureParameter, "Stands in the address already.", Needed = true)]
    [Refuses(ErrorKind.Malformed, ErrorKind.Validation, ErrorKind.Conflict, ErrorKind.PayloadTooLarge, ErrorKind.UnsupportedMediaType)]
    [Authorize(AuthenticationSchemes = UploadAddressAuthentication.SchemeName)]
    [DisableRateLimiting]
    [LargestBody(MediaTypes.MaxVideoBytes + 1)]
    public async Task<IActionResult> Receive(ContainerId containerId, int ordinal, CancellationToken cancellationToken)
    {
        var file = new ReceiveFile(containerId, ordinal, Request.ContentType, Request.ContentLength, Request.Body);
        await mediator.Send(file, cancellationToken);
        return NoContent();
    }

    /// <summary>Complete an upload, once every file has been sent.</summary>
    /// <remarks>
    /// The files are judged by their bytes: what is damaged, or is not what it was declared to be, is 422; a file still missing is 409 <c>UPLOAD_INCOMPLETE</c>.
    /// Finalizing again returns the container as it is and ignores the body. An upload that has expired is 409, with <c>UPLOAD_EXPIRED</c> in <c>details.code</c>.
    /// </remarks>
    [HttpPost("v1/content/{containerId}/finalize-upload")]
    [Operation("finalizeUpload")]
    [ConditionalWrite]
    [Refuses(ErrorKind.Validation, ErrorKind.Conflict, ErrorKind.UploadIncomplete)]
    [RequireScope(Scopes.ContentWrite)]
    [LongRunning]
    public async Task<ContainerResponse> Finalize(ContainerId containerId, [JsonBody] FinalizeUploadBody body, CancellationToken cancellationToken)
    {
        var container = await mediator.Send(new FinalizeUpload(containerId, body.Caption, Request.IfMatch()), cancellationToken);
        Response.SetRevision(container.Revision);
        return mapper.Map<ContainerResponse>(container);
    }

    private async Task<List<AwaitedFileResponse>> WithAddresses(AwaitedContainer container, CancellationToken cancellationToken)
    {
        var keyId = ((Credential)HttpContext.Items[typeof(Credential)]!).KeyId;
        var files = new List<AwaitedFileResponse>();
        foreach (var file in container.Files)
        {
            var target = await targets.Of(container.Id, file, keyId, cancellationToken);
            files.Add(new AwaitedFileResponse(file.Filename, target.Address.OriginalString, target.Headers, file.ExpiresAt));
        }

        return files;
    }
}

[Becomes<StartUpload>]
public sealed record StartUploadBody
{
    /// <summary>1 to 10 files; for a slideshow 2 to 10 images.</summary>
    public Optional<IReadOnlyList<Optional<DeclaredFile>>> Files { get; init; }

    /// <summary><c>per-file</c> (also when absent) or <c>slideshow</c>.</summary>
    public Optional<string> Grouping { get; init; }
}

[Becomes<FinalizeUpload>]
public sealed record FinalizeUploadBody
{
    /// <summary>At most 2,200 characters (code points); may be empty, not absent.</summary>
    public Optional<string> Caption { get; init; }
}

public sealed record StartedUploadResponse(IReadOnlyList<AwaitedContainerResponse> Containers);

public sealed record AwaitedContainerResponse(ContainerId Id, IReadOnlyList<AwaitedFileResponse> Files);

/// <param name="UploadUrl">Takes the file's bytes by PUT, without a key, until it expires.</param>
/// <param name="Headers">To be sent with the bytes.</param>
public sealed record AwaitedFileResponse(string Filename, string UploadUrl, IReadOnlyDictionary<string, string> Headers, Instant ExpiresAt);
