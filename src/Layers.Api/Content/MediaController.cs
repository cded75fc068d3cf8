using System.Security.Cryptography;
using System.Text;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Content;
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
    /// bytes is answered with 206; several at once, and other units, with the whole.
    /// </remarks>
    [Operation("getMedia")]
    [FileBody(StatusCodes.Status200OK, StatusCodes.Status206PartialContent)]
    [ConditionalRead("Names the bytes, which never change.")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status206PartialContent)]
    [Refuses(ErrorKind.NotFound)]
    [HttpGet("{**path}")]
    public IActionResult Get(string path)
    {
        var file = store.OpenPublished(path) ?? throw DomainException.NotFound("File");
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        ByteRanges.DropOthers(Request);
        return File(file.Bytes, file.Type.Name, Response.DateAfter(file.ReceivedAt), TagOf(path), enableRangeProcessing: true);
    }

    // An address has the same bytes for as long as it has any, on every node: it identifies them by itself.
    private static EntityTagHeaderValue TagOf(string path) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, TagBytes))}\"");
}
