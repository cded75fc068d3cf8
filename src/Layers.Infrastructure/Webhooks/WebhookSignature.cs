using System.Security.Cryptography;
using System.Text;

namespace Layers.Infrastructure.Webhooks;

/// <summary>What a delivery is signed with under one secret. <c>time</c> is in seconds since 1970.</summary>
internal static class WebhookSignature
{
    /// <summary>In the manner of Standard Webhooks.</summary>
    public static string Standard(byte[] key, string id, string time, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")))}";

    /// <summary>In the manner of our relays.</summary>
    public static string Ours(byte[] key, string time, string body) =>
        $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{time}.{body}")))}";
}
