using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Layers.Api.Http;
using Layers.Application.Keys;
using Layers.Application.Ports;
using Layers.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Layers.Api.Uploads;

/// <summary>Lets bytes in by the signature of their address. They arrive in the name of the key that asked for it, as long as that key lives.</summary>
internal sealed class UploadAddressAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    UploadAddress addresses,
    IApiKeys keys,
    CurrentCaller caller,
    IClock clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "UploadAddress";

    private static readonly ErrorAnswer NotValid =
        new(401, "UNAUTHENTICATED", "This upload address is not valid, or has expired; start the upload again.");

    private bool isOrganizationSuspended;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var keyId = Request.Query[UploadAddress.KeyParameter].ToString();
        var expires = Request.Query[UploadAddress.ExpiresParameter].ToString();
        if (!await HasValidSignature(keyId, expires))
            return AuthenticateResult.NoResult();

        var credential = await keys.FindCredential(keyId, Context.RequestAborted);
        isOrganizationSuspended = credential is { IsOrganizationSuspended: true };
        if (credential is null or { IsKilled: true } || isOrganizationSuspended)
            return AuthenticateResult.NoResult();

        caller.ActAs(credential);
        if (UploadAddress.IsExpired(expires, clock.GetCurrentInstant()))
            return AuthenticateResult.NoResult();
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    // A suspension ends, and the address may be good for the bytes then; an address of a killed key never is.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var suspended = CallerAccess.SwitchedOff("organization");
        return ErrorResponses.Write(
            Context, isOrganizationSuspended ? ErrorResponses.Of(suspended.Kind, suspended.Message, suspended.Details) : NotValid);
    }

    private async ValueTask<bool> HasValidSignature(string keyId, string expires)
    {
        var signature = Request.Query[UploadAddress.SignatureParameter].ToString();
        return Id.TryParse<ContainerId>(Context.GetRouteValue("containerId") as string, out var container)
            && int.TryParse(Context.GetRouteValue("ordinal") as string, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            && await addresses.IsSigned(container, ordinal, keyId, expires, signature, Context.RequestAborted);
    }
}
