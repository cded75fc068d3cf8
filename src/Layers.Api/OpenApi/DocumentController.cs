using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.OpenApi;

[ApiController]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class DocumentController(ApiDocument document) : ControllerBase
{
    /// <summary>Someone who opens the bare address in a browser wants to know what this is.</summary>
    [HttpGet("/")]
    public IActionResult Root() => LocalRedirect($"/{DocsPage.Prefix}");

    /// <summary>Read this document.</summary>
    [HttpGet(ApiDocument.Path)]
    public async Task<IActionResult> Get(CancellationToken cancellationToken)
    {
        var json = await document.Get(cancellationToken);
        Response.Headers.CacheControl = "no-cache";
        return File(json, "application/json", lastModified: null, new(ApiDocument.TagOf(json)));
    }
}
