using Layers.Api.OpenApi;
using Layers.Application.Content;
using Layers.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Layers.Api.Content;

/// <summary>Serves the files of finished containers to whoever knows their address, as platforms need.</summary>
[ApiController]
[AllowAnonymous]
[DisableRateLimiting]
[Route("media")]
public sealed class MediaController(IMediaStore store) : ControllerBase
{
    /// <summary>Fetch a file, or a range of it.</summary>
    [Operation("getMedia")]
    [FileBody(StatusCodes.Status200OK, StatusCodes.Status206PartialContent)]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status206PartialContent)]
    [Refuses(ErrorKind.NotFound)]
    [HttpGet("{**path}")]
    [HttpHead("{**path}")]
    public IActionResult Get(string path)
    {
        var file = store.OpenPublished(path) ?? throw DomainException.NotFound("File");
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return File(file.Bytes, file.Type.Name, enableRangeProcessing: true);
    }
}
