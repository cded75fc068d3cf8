using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;

namespace Layers.Application.Webhooks;

/// <summary>
/// The secrets with which an endpoint's deliveries are signed. Each is derived from a secret of the server's, so it is stored nowhere and the
/// same on every node.
/// </summary>
public sealed class WebhookSecrets(IServerSecrets secrets)
{
    private const string SecretName = "webhook_signing";
    private const string Prefix = "whsec_";

    /// <summary>As its holder keeps it: <c>whsec_</c> and the key in base64.</summary>
    public async ValueTask<string> TextOf(WebhookEndpointId endpoint, int version, CancellationToken cancellationToken) =>
        Prefix + Convert.ToBase64String(await KeyOf(endpoint, version, cancellationToken));

    /// <summary>The 32 bytes that sign.</summary>
    public async ValueTask<byte[]> KeyOf(WebhookEndpointId endpoint, int version, CancellationToken cancellationToken)
    {
        var root = await secrets.Get(SecretName, cancellationToken);
        return HMACSHA256.HashData(root, Encoding.UTF8.GetBytes($"{endpoint}.{version}"));
    }
}
