namespace Layers.Application.Keys;

/// <summary>Look-ups of keys that somebody says are keys, bounded however many are made up.</summary>
public interface ICredentialLookups
{
    /// <summary>Whether this node has let the key in before. Such a key is looked up by <see cref="IApiKeys.FindCredential"/>, whatever else is going on.</summary>
    bool Knows(string keyId);

    /// <summary>Whether the database has just said that there is no such key. A key that is made later works within a second on every node.</summary>
    bool IsUnknown(string keyId);

    /// <summary>Looks the key up in a statement that it shares with all others who ask at the same time.</summary>
    /// <param name="keyId">The public part of the key.</param>
    /// <param name="isSuspect">For those who have guessed too often: they wait for one of two statements a second.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CredentialLookup> LookUp(string keyId, bool isSuspect, CancellationToken cancellationToken);
}

/// <param name="IsRefused">Nothing was looked up: too many wait already.</param>
/// <param name="Credential">Null when there is no such key.</param>
public readonly record struct CredentialLookup(bool IsRefused, Credential? Credential)
{
    public static readonly CredentialLookup Refused = new(IsRefused: true, Credential: null);
}
