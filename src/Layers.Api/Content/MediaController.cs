using System.Security.Cryptography;
using System.Text;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;

namespace Layers.Api.Content;

/// <summary>Serves the files of finished containers to anyone who knows their address, as platforms need.</summary>
[ApiController]
[AllowAnonymous]
[DisableRateLimiting]
[Route("media")]
public sealed class MediaController(IMediaStore store) : ControllerBase
{
    private const int TagBytes = 12;

    /// <summary>Fetch a file, or a range of it.</summary>
    /// <remarks>
    /// A file never changes: its <c>ETag</c> is strong, and <c>If-None-Match</c>, <c>If-Modified-Since</c> and <c>If-Range</c> are obeyed. One range of
    /// bytes returns 206; several at once, and other units, return the whole. Where the operator's media store serves files itself, the response is
    /// 307 with an address that is good for a while: follow it each time, and keep the address of the file.
    /// </remarks>
    [Operation("getMedia")]
    [FileBody(StatusCodes.Status200OK, StatusCodes.Status206PartialContent)]
    [ConditionalRead("Names the bytes, which never change.")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status206PartialContent)]
    [ProducesResponseType(StatusCodes.Status307TemporaryRedirect)]
    [SendsHeader(StatusCodes.Status307TemporaryRedirect, "Location", "Where the media store serves the file.")]
    [Refuses(ErrorKind.NotFound)]
    [HttpGet("{**path}")]
    public async Task<IActionResult> Get(string path, CancellationToken cancellationToken)
    {
        if (!MediaPath.TryParse(path, out var known))
            throw DomainException.NotFound("File");
        var name = MediaNames.Published(known);
        return await store.FindDownloadTarget(name, known.Type, HttpMethod.Parse(Request.Method), cancellationToken) is { } target
            ? Redirect(target, known)
            : await Serve(name, known, cancellationToken);
    }

    private StatusCodeResult Redirect(DownloadTarget target, MediaPath path)
    {
        if (Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(TagOf(path), useStrongComparison: false)))
            return StatusCode(StatusCodes.Status304NotModified);
        Response.Headers.CacheControl = LifetimeOf(target);
        // As the store wrote it: another spelling may not be what it has signed.
        Response.Headers.Location = target.Address.OriginalString;
        return StatusCode(StatusCodes.Status307TemporaryRedirect);
    }

    // Kept for half of its time: nobody is sent to an address that ends before they come. One for HEAD is kept by nobody, for a cache has one entry for both.
    private string LifetimeOf(DownloadTarget target) =>
        HttpMethods.IsHead(Request.Method) || (long)(target.GoodFor.TotalSeconds / 2) is not (> 0 and var seconds) ? "no-store" : $"private, max-age={seconds}";

    private async Task<IActionResult> Serve(string name, MediaPath path, CancellationToken cancellationToken)
    {
        var file = await store.Open(name, cancellationToken) ?? throw DomainException.NotFound("File");
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        ByteRanges.DropOthers(Request);
        return File(file.Bytes, path.Type.Name, Response.DateAfter(file.WrittenAt), TagOf(path), enableRangeProcessing: true);
    }

    // An address has the same bytes for as long as it has any, on every node: it identifies them by itself.
    private static EntityTagHeaderValue TagOf(MediaPath path) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.ToString())).AsSpan(0, TagBytes))}\"");
}
