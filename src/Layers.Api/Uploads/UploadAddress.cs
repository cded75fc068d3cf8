using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;
using NodaTime;

namespace Layers.Api.Uploads;

/// <summary>
/// The signed right to send the bytes of one file: which file, in whose name, until when. All nodes share the signing secret.
/// </summary>
public sealed class UploadAddress(IServerSecrets secrets)
{
    public const string Route = "v1/uploads/{containerId}/{ordinal:int}";
    public const string KeyParameter = "key";
    public const string ExpiresParameter = "expires";
    public const string SignatureParameter = "signature";

    private const string SecretName = "upload_addresses";

    /// <summary>Path and query, to be put behind the server's public address.</summary>
    public async ValueTask<string> Make(ContainerId container, int ordinal, string keyId, Instant expiresAt, CancellationToken cancellationToken)
    {
        var expires = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = await Sign(container, ordinal, keyId, expires, cancellationToken);
        return $"/v1/uploads/{container}/{ordinal}?{KeyParameter}={keyId}&{ExpiresParameter}={expires}&{SignatureParameter}={signature}";
    }

    /// <summary>Whether the signature is ours, for just this file, key and hour.</summary>
    public async ValueTask<bool> IsSigned(
        ContainerId container, int ordinal, string keyId, string expires, string signature, CancellationToken cancellationToken)
    {
        var expected = await Sign(container, ordinal, keyId, expires, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>Only for what was found signed.</summary>
    public static bool IsExpired(string expires, Instant now) =>
        now.ToUnixTimeSeconds() >= long.Parse(expires, NumberStyles.None, CultureInfo.InvariantCulture);

    private async ValueTask<string> Sign(ContainerId container, int ordinal, string keyId, string expires, CancellationToken cancellationToken)
    {
        var secret = await secrets.Get(SecretName, cancellationToken);
        var signed = Encoding.UTF8.GetBytes($"PUT\n{container}\n{ordinal}\n{keyId}\n{expires}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(secret, signed));
    }
}
