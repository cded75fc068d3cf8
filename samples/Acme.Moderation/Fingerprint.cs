using System.Security.Cryptography;
using System.Text;

namespace Acme.Moderation;

/// <summary>Tells one caption from another.</summary>
internal static class Fingerprint
{
    public static string Of(string? caption) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caption ?? "")));
}
