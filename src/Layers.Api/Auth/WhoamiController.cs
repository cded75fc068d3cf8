using Layers.Application.Seams;
using Layers.Api.OpenApi;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Auth;

[ApiController]
[Route("v1/whoami")]
public sealed class WhoamiController : ControllerBase
{
    /// <summary>Ask which organization and key this request comes from, and what the key may do.</summary>
    /// <remarks>Any key may ask; no scope is needed.</remarks>
    [HttpGet]
    [Operation("whoami")]
    [AnyKey]
    public WhoamiResponse Get()
    {
        var credential = (Credential)HttpContext.Items[typeof(Credential)]!;
        return new WhoamiResponse(
            credential.Organization,
            credential.OrganizationName,
            credential.Id,
            credential.ActorType,
            credential.Scopes,
            credential.Tier,
            CreditBalance: null);
    }
}

/// <param name="CreditBalance">Always null: this server does not bill.</param>
public sealed record WhoamiResponse(
    OrganizationId OrganizationId,
    string OrganizationName,
    ApiKeyId ApiKeyId,
    [property: OneOf("person", "agent", "service")] ActorType ActorType,
    IReadOnlyList<string> Scopes,
    RateLimitTier RateLimitTier,
    decimal? CreditBalance);
