using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Keys;

[ApiController]
[Route("v1/api-keys")]
public sealed class KeysController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>List the organization's API keys, newest first.</summary>
    /// <remarks>
    /// Never their secrets. Deleted keys are shown with <c>status=deleted</c> only. Keys are made at the machine. This and all that concerns keys needs
    /// <c>keys:write</c> by name; <c>*</c> does not hold it.
    /// </remarks>
    [HttpGet]
    [Operation("listKeys")]
    [RequireScope(Scopes.KeysWrite)]
    public async Task<PageResponse<ApiKeyResponse>> List([FromQuery(Name = "")] ListKeysQuery query, CancellationToken cancellationToken) =>
        mapper.MapPage<ApiKeyView, ApiKeyResponse>(await mediator.Send(new ListKeys(query.Status, query.Cursor, query.Limit), cancellationToken));

    /// <summary>Read one API key, a deleted one too.</summary>
    [HttpGet("{apiKeyId}")]
    [Operation("getKey")]
    [RequireScope(Scopes.KeysWrite)]
    public async Task<ApiKeyResponse> Get(ApiKeyId apiKeyId, CancellationToken cancellationToken) =>
        mapper.Map<ApiKeyResponse>(await mediator.Send(new GetKey(apiKeyId), cancellationToken));

    /// <summary>Switch an API key off for good.</summary>
    /// <remarks>
    /// Within a second every node refuses its requests with 503 <c>KILL_SWITCH</c>. Killing it again changes nothing. A key may kill itself.
    /// </remarks>
    [HttpPost("{apiKeyId}/kill")]
    [Operation("killKey")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.KeysWrite)]
    public async Task<ApiKeyResponse> Kill(ApiKeyId apiKeyId, CancellationToken cancellationToken) =>
        mapper.Map<ApiKeyResponse>(await mediator.Send(new KillKey(apiKeyId), cancellationToken));

    /// <summary>Give an API key a new secret.</summary>
    /// <remarks>
    /// The new text is <c>key</c> of this response, and can be read nowhere else and never again; a replay by <c>Idempotency-Key</c> leaves it out. Within a
    /// second every node refuses the old text with 401. The id, and all that is written under it, stays. A killed or deleted key is refused with 409.
    /// </remarks>
    [HttpPost("{apiKeyId}/rotate")]
    [Operation("rotateKey")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.KeysWrite)]
    public async Task<ApiKeyResponse> Rotate(ApiKeyId apiKeyId, CancellationToken cancellationToken)
    {
        var rotated = await mediator.Send(new RotateKey(apiKeyId), cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return mapper.Map<ApiKeyResponse>(rotated.Key) with { Key = rotated.Text?.Reveal() };
    }

    /// <summary>Delete an API key.</summary>
    /// <remarks>It is switched off like a killed one, and vanishes from the list; what it did stays in the audit log.</remarks>
    [HttpDelete("{apiKeyId}")]
    [Operation("deleteKey")]
    [RequireScope(Scopes.KeysWrite)]
    public async Task<ApiKeyResponse> Delete(ApiKeyId apiKeyId, CancellationToken cancellationToken) =>
        mapper.Map<ApiKeyResponse>(await mediator.Send(new DeleteKey(apiKeyId), cancellationToken));
}

/// <summary>What to list.</summary>
[Becomes<ListKeys>]
public sealed record ListKeysQuery
{
    /// <summary><c>active</c>, <c>killed</c>, <c>deleted</c>; without it, all that are not deleted.</summary>
    public string[] Status { get; init; } = [];

    /// <summary><c>nextCursor</c> of the page before, unchanged.</summary>
    public string? Cursor { get; init; }

    /// <summary>Rows a page: 1 to 200, or 25.</summary>
    public string? Limit { get; init; }
}
