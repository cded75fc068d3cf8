using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using StandardWebhooks;

namespace Layers.Api.Tests.Webhooks;

/// <summary>
/// What a receiver does with a library for Standard Webhooks, and by what we say of <c>X-Layers-Signature</c>. It shares nothing with the
/// server: it knows the secret, the headers and the bytes of the body.
/// </summary>
internal sealed class Verifier(string secret, IClock clock)
{
    private static readonly Duration Tolerance = Duration.FromMinutes(5);

    private readonly byte[] key = secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret["whsec_".Length..]) : [];

    /// <summary>webhook-id, webhook-timestamp, webhook-signature: one of the signatures, separated by spaces, must be ours.</summary>
    public bool Accepts(Webhook webhook) => Accepts(webhook, webhook.Body);

    public bool Accepts(Webhook webhook, byte[] body)
    {
        var timestamp = webhook.Headers["webhook-timestamp"];
        // Not its Verify, which compares with this machine's clock.
        var expected = new StandardWebhook(secret).Sign(webhook.Headers["webhook-id"], SentAt(timestamp).ToDateTimeOffset(), Encoding.UTF8.GetString(body));
        return IsRecent(timestamp) && webhook.Headers["webhook-signature"].Split(' ').Contains(expected, StringComparer.Ordinal);
    }

    /// <summary>X-Layers-Signature: t=…, and one or more v1=….</summary>
    public bool AcceptsOurs(Webhook webhook) => AcceptsOurs(webhook, webhook.Body);

    public bool AcceptsOurs(Webhook webhook, byte[] body)
    {
        var parts = webhook.Headers["X-Layers-Signature"].Split(',').Select(part => part.Split('=', 2)).ToLookup(part => part[0], part => part[1]);
        var timestamp = parts["t"].Single();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(key, signed);
        return IsRecent(timestamp) && parts["v1"].Any(one => CryptographicOperations.FixedTimeEquals(Convert.FromHexString(one), expected));
    }

    private bool IsRecent(string timestamp)
    {
        var age = clock.GetCurrentInstant() - SentAt(timestamp);
        return age <= Tolerance && age >= -Tolerance;
    }

    private static Instant SentAt(string timestamp) => Instant.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
}
