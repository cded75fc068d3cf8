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

/// <summary>Lets a request in by its bearer key, and responds with 401, 403 or 503 to those that it keeps out.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyDoor door,
    CurrentCaller caller,
    KeyUses uses,
    IClock clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string BearerScheme = "Bearer";
    private const string SwitchedOffScope = "switched off";
    private const string OverLimit = "over limit";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!KeyText.TryParse(BearerToken(), out var key))
            return AuthenticateResult.NoResult();

        var found = await door.Find(key!.KeyId, Context.Connection.RemoteIpAddress, Context.RequestAborted);
        if (found.IsOverLimit)
            Context.Items[OverLimit] = true;
        if (found.Credential is not { } credential || credential.Environment != key.Environment || !key.Matches(credential.SecretHash))
            return AuthenticateResult.NoResult();
        if (credential.KilledScope is { } scope)
        {
            Context.Items[SwitchedOffScope] = scope;
            return AuthenticateResult.NoResult();
        }

        caller.ActAs(credential);
        uses.Note(credential.Id, clock.Now());
        Context.Items[typeof(Credential)] = credential;
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items.ContainsKey(OverLimit))
            return ErrorResponses.Write(Context, TooManyUnknownKeys(door.RetryAfter));
        var refusal = Context.Items[SwitchedOffScope] is string scope ? CallerAccess.SwitchedOff(scope) : CallerAccess.NoValidKey();
        return ErrorResponses.Write(Context, ErrorResponses.Of(refusal.Kind, refusal.Message, refusal.Details));
    }

    internal static ErrorAnswer TooManyUnknownKeys(int seconds) =>
        new(
            StatusCodes.Status429TooManyRequests,
            "RATE_LIMITED",
            $"Too many unknown keys have come from this address; try again in {seconds} s.",
            new Dictionary<string, object?> { ["retryAfterSeconds"] = seconds },
            seconds);

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
