using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Keys;

namespace Layers.Application.Social;

/// <summary>
/// The secret with which posts of an account are signed for its relay. It is derived from a secret of the server's, so it is stored nowhere
/// and the same on every node.
/// </summary>
public sealed class RelaySecrets(IServerSecrets secrets)
{
    private const string SecretName = "relay_signing";

    public async ValueTask<Secret> For(SocialAccountId account, CancellationToken cancellationToken)
    {
        var root = await secrets.Get(SecretName, cancellationToken);
        return new Secret("whsec_" + Convert.ToBase64String(HMACSHA256.HashData(root, Encoding.UTF8.GetBytes(account.ToString()))));
    }
}
