using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Keys;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Layers.Api.Social;

[ApiController]
[Route("v1/projects/{projectId}/social-accounts")]
public sealed class SocialAccountsController(IMediator mediator, IMapper mapper, PublisherCatalog publishers, SigningSecrets secrets) : ControllerBase
{
    /// <summary>Connect an account that content can be published to.</summary>
    /// <remarks>
    /// Without a <c>publisher</c> it is the sandbox, and nothing leaves this server. What a publisher needs to know of the account goes into
    /// <c>settings</c>. When the publisher signs what it sends, as a <c>relay</c> does, the response holds the secret, this once.
    /// </remarks>
    [HttpPost]
    [Operation("connectAccount")]
    [ProducesResponseType<SocialAccountResponse>(StatusCodes.Status201Created)]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.SocialWrite)]
    public async Task<IActionResult> Connect(ProjectId projectId, [JsonBody] ConnectAccountBody body, CancellationToken cancellationToken)
    {
        var command = new ConnectAccount(projectId, body.Platform, body.Handle, body.Publisher, body.Settings);
        var account = await mediator.Send(command, cancellationToken);
        var secret = publishers.Find(account.Publisher)?.Kind.ShowsSigningSecret == true ? await secrets.For(account.SocialAccountId, cancellationToken) : null;
        return StatusCode(StatusCodes.Status201Created, mapper.Map<SocialAccountResponse>(account) with { SigningSecret = secret?.Reveal() });
    }

    /// <summary>List a project's accounts, newest first.</summary>
    [HttpGet]
    [Operation("listAccounts")]
    [RequireScope(Scopes.SocialRead)]
    public async Task<PageResponse<SocialAccountResponse>> List(ProjectId projectId, [FromQuery(Name = "")] ListAccountsQuery query, CancellationToken cancellationToken)
    {
        var list = new ListAccounts(projectId, query.Platform, query.Status, query.Cursor, query.Limit);
        return mapper.MapPage<SocialAccountView, SocialAccountResponse>(await mediator.Send(list, cancellationToken));
    }

    /// <summary>Disconnect an account: its queued posts fail, and nothing can be published to it any more.</summary>
    [HttpDelete("{socialAccountId}")]
    [Operation("disconnectAccount")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.SocialWrite)]
    public async Task<SocialAccountResponse> Disconnect(ProjectId projectId, SocialAccountId socialAccountId, CancellationToken cancellationToken) =>
        mapper.Map<SocialAccountResponse>(await mediator.Send(new DisconnectAccount(projectId, socialAccountId), cancellationToken));

    /// <summary>Say that an account has signed in again, after its platform had refused it.</summary>
    [HttpPost("{socialAccountId}/reconnect")]
    [Operation("reconnectAccount")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.SocialWrite)]
    public async Task<SocialAccountResponse> Reconnect(ProjectId projectId, SocialAccountId socialAccountId, CancellationToken cancellationToken) =>
        mapper.Map<SocialAccountResponse>(await mediator.Send(new ReconnectAccount(projectId, socialAccountId), cancellationToken));
}

[Becomes<ConnectAccount>]
public sealed record ConnectAccountBody
{
    public Optional<string> Platform { get; init; }

    /// <summary>As people know it.</summary>
    public Optional<string> Handle { get; init; }

    /// <summary>The sandbox unless given.</summary>
    public Optional<string> Publisher { get; init; }

    /// <summary>What the publisher needs to know of the account.</summary>
    public Optional<AccountSettings> Settings { get; init; }
}

[Becomes<ListAccounts>]
public sealed record ListAccountsQuery
{
    public string[] Platform { get; init; } = [];

    public string[] Status { get; init; } = [];

    /// <summary><c>nextCursor</c> of the page before, unchanged.</summary>
    public string? Cursor { get; init; }

    public string? Limit { get; init; }
}
