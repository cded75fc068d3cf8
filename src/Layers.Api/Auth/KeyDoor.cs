using System.Net;
using Layers.Application.Keys;

namespace Layers.Api.Auth;

/// <summary>
/// Finds what stands behind a key, and keeps those who make keys up from costing the others anything. A key that this node has let in before is found whatever
/// its neighbours do. Only look-ups of other keys are counted, and over the limit they are slow rather than refused: a new key that shares its address with
/// somebody who guesses still works.
/// </summary>
internal sealed class KeyDoor(IApiKeys keys, ICredentialLookups lookups, GuessLimit limit)
{
    /// <summary>In seconds.</summary>
    public int RetryAfter => limit.RetryAfter;

    public async ValueTask<KeyFinding> Find(string keyId, IPAddress? address, CancellationToken cancellationToken)
    {
        if (lookups.Knows(keyId))
            return new KeyFinding(await keys.FindCredential(keyId, cancellationToken));
        if (lookups.IsUnknown(keyId))
            return new KeyFinding(Credential: null);

        var isSuspect = !limit.TryTake(address);
        var lookup = await lookups.LookUp(keyId, isSuspect, cancellationToken);
        if (lookup.Credential is not null && !isSuspect)
            limit.GiveBack(address);
        return new KeyFinding(lookup.Credential, IsOverLimit: lookup.Credential is null && (isSuspect || lookup.IsRefused));
    }
}

/// <param name="Credential">Null when there is no such key.</param>
/// <param name="IsOverLimit">The address has sent too many unknown keys.</param>
internal readonly record struct KeyFinding(Credential? Credential, bool IsOverLimit = false);
