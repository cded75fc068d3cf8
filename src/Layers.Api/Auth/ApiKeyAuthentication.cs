using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Layers.Api.Http;
using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Layers.Api.Auth;

/// <summary>Lets a request in by its bearer key, and answers 401, 403 and 503 for those it keeps out.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IApiKeys keys,
    CurrentCaller caller,
    KeyUses uses,
    IClock clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string BearerScheme = "Bearer";
    private const string SwitchedOffScope = "switched off";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!KeyText.TryParse(BearerToken(), out var key))
            return AuthenticateResult.NoResult();

        var credential = await keys.FindCredential(key!.KeyId, Context.RequestAborted);
        if (credential is null || credential.Environment != key.Environment || !key.Matches(credential.SecretHash))
            return AuthenticateResult.NoResult();
        if (credential.KilledScope is { } scope)
        {
            Context.Items[SwitchedOffScope] = scope;
            return AuthenticateResult.NoResult();
        }

        caller.Is(credential);
        uses.Note(credential.Id, clock.Now());
        Context.Items[typeof(Credential)] = credential;
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = Context.Items[SwitchedOffScope] is string scope ? CallerAccess.SwitchedOff(scope) : CallerAccess.NoValidKey();
        return ErrorResponses.Write(Context, ErrorResponses.Of(refusal.Kind, refusal.Message, refusal.Details));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var required = Context.GetEndpoint()?.Metadata.GetMetadata<RequireScopeAttribute>()?.Scope;
        if (required is null)
            return ErrorResponses.Write(Context, new ErrorAnswer(403, "FORBIDDEN_SCOPE", "No key may call this address."));
        return ErrorResponses.Write(Context, new ErrorAnswer(
            403,
            "FORBIDDEN_SCOPE",
            $"This key lacks the scope {required}.",
            new Dictionary<string, object?> { ["requiredScope"] = required }));
    }

    private string? BearerToken()
    {
        var isBearer = AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            && header.Scheme.Equals(BearerScheme, StringComparison.OrdinalIgnoreCase);
        return isBearer ? header!.Parameter : null;
    }
}
