using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Layers.Domain.Keys;

/// <summary>
/// A key as its holder sends it: <c>lp_&lt;live|test&gt;_&lt;keyId&gt;_&lt;secret&gt;</c>. It cannot be printed by accident:
/// <see cref="ToString"/> leaves the secret out, and only <see cref="Reveal"/> shows it.
/// </summary>
public sealed class KeyText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int KeyIdLength = 16;
    private const int SecretLength = 43;
    private const int LongestPrefix = 8;

    private static readonly SearchValues<char> KeyIdLetters = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> Base64UrlLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string secret;

    private KeyText(OrganizationEnvironment environment, string keyId, string secret) =>
        (Environment, KeyId, this.secret) = (environment, keyId, secret);

    public OrganizationEnvironment Environment { get; }

    /// <summary>16 characters of upper-case base32, public and safe to log.</summary>
    public string KeyId { get; }

    /// <summary>SHA-256 of the secret: all that is ever stored. The secret has 256 random bits, so a slow hash would buy nothing.</summary>
    public byte[] SecretHash => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    public static KeyText Make(OrganizationEnvironment environment) =>
        new(environment, RandomNumberGenerator.GetString(Alphabet, KeyIdLength), Base64Url(RandomNumberGenerator.GetBytes(32)));

    public static bool TryParse(string? text, out KeyText? key)
    {
        key = null;
        if (text is null || text.Length != LongestPrefix + KeyIdLength + 1 + SecretLength)
            return false;
        if (!TryParseEnvironment(text.AsSpan(0, LongestPrefix), out var environment))
            return false;

        var keyId = text.AsSpan(LongestPrefix, KeyIdLength);
        var secret = text.AsSpan(text.Length - SecretLength);
        if (text[LongestPrefix + KeyIdLength] != '_' || keyId.ContainsAnyExcept(KeyIdLetters) || secret.ContainsAnyExcept(Base64UrlLetters))
            return false;

        key = new KeyText(environment, keyId.ToString(), secret.ToString());
        return true;
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> storedHash) => CryptographicOperations.FixedTimeEquals(SecretHash, storedHash);

    /// <summary>The whole key, for the one time that it is handed to its holder.</summary>
    public string Reveal() => $"lp_{Environment.ToWord()}_{KeyId}_{secret}";

    public override string ToString() => $"lp_{Environment.ToWord()}_{KeyId}_…";

    private static bool TryParseEnvironment(ReadOnlySpan<char> prefix, out OrganizationEnvironment environment)
    {
        environment = prefix is "lp_test_" ? OrganizationEnvironment.Test : OrganizationEnvironment.Live;
        return prefix is "lp_live_" or "lp_test_";
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
