using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;

namespace Layers.Application.Social;

/// <summary>
/// The secret with which an account's publisher signs what it sends, when <see cref="Seams.PublisherKind.ShowsSigningSecret"/> says so. It is derived from a
/// secret of the server's, so it is stored nowhere and the same on every node.
/// </summary>
public sealed class SigningSecrets(IServerSecrets secrets)
{
    // Its name from when relays alone signed: under another one, all secrets that were shown would be void.
    private const string SecretName = "relay_signing";

    /// <summary>As its holder keeps it: <c>whsec_</c> and the key in base64.</summary>
    public async ValueTask<Secret> For(SocialAccountId account, CancellationToken cancellationToken) =>
        new("whsec_" + Convert.ToBase64String(await KeyOf(account, cancellationToken)));

    /// <summary>The 32 bytes that sign.</summary>
    public async ValueTask<byte[]> KeyOf(SocialAccountId account, CancellationToken cancellationToken)
    {
        var root = await secrets.Get(SecretName, cancellationToken);
        return HMACSHA256.HashData(root, Encoding.UTF8.GetBytes(account.ToString()));
    }
}
