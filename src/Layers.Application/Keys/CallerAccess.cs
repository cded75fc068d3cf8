using Layers.Application.Ports;
using Layers.Domain;

namespace Layers.Application.Keys;

/// <summary>Whether the caller may go on, for requests that last longer than a kill may take to be felt.</summary>
public sealed class CallerAccess(CurrentCaller caller, IApiKeys keys)
{
    /// <summary>
    /// Throws <see cref="ErrorKind.KillSwitch"/> when the key, or its organization, was switched off since the request came in, and
    /// <see cref="ErrorKind.Unauthenticated"/> when the key has another text by now.
    /// </summary>
    public async Task DemandStillOpen(CancellationToken cancellationToken)
    {
        if (caller.KeyId is not { } keyId)
            return;
        var credential = await keys.FindCredential(keyId, cancellationToken) ?? throw NoValidKey();
        if (credential.KilledScope is { } scope)
            throw SwitchedOff(scope);
    }

    public static DomainException NoValidKey() => new(ErrorKind.Unauthenticated, "A valid API key is needed: Authorization: Bearer lp_…");

    /// <param name="scope">"key" or "organization".</param>
    public static DomainException SwitchedOff(string scope) =>
        new(ErrorKind.KillSwitch, $"This {scope} has been switched off.", new Dictionary<string, object?> { ["scope"] = scope });
}
