using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Infrastructure.Http;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Webhooks;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

/// <param name="AllowPrivateAddresses">Whether a relay may live on this machine or this network.</param>
/// <param name="Patience">How long a relay may take for its whole answer: less than a dispatcher's claim lasts.</param>
public sealed record RelayOptions(bool AllowPrivateAddresses, Duration Patience);

/// <summary>
/// Hands posts to a service of the partner's: a signed POST that carries the post's own idempotency key, every time the same. Any 2xx is success; 408, 425,
/// 429, any 5xx and faults of the network may pass; 401 says that the account must sign in again, and posts wait until it has; everything else is final.
/// </summary>
internal sealed class RelayPublisher(RelayOptions options, SigningSecrets secrets, IPublicAddress address, ServerClock clock) : ISocialPublisher, IDisposable
{
    private const string Url = "url";

    private static readonly IReadOnlyList<(string Name, string Summary)> Headers =
    [
        ("Idempotency-Key", "The id of the post, the same on every attempt: publish once for each."),
        ("X-Layers-Attempt", "`1` to `5`."),
        ("X-Layers-Signature", "`t=` and the time of this attempt in seconds since 1970, then `v1=` and the hex HMAC-SHA256 of `t.body` under the signing secret."),
    ];

    private static readonly IReadOnlyList<(string Status, string Summary)> OtherResponses =
    [
        ("401", "The account must sign in again: the post waits until it is reconnected."),
        ("408", "The post is sent again later; so it is after 425."),
        ("429", "The post is sent again later, no earlier than `Retry-After`."),
        ("4XX", "The post has failed, for good."),
        ("5XX", "The post is sent again later."),
    ];

    private readonly HttpClient http = OutboundHttp.CreateClient(options.AllowPrivateAddresses);

    public PublisherKind Kind { get; } = new("relay", "A service of yours, which gets every post as a signed HTTP request.")
    {
        Settings = [new PublisherSetting(Url, "Where the relay listens.", Presence.Required, OutboundHttp.Address(most: 2_048, allowHttp: true, options.AllowPrivateAddresses))],
        ShowsSigningSecret = true,
        Message = new PublisherMessage(Url, typeof(RelayMessage), typeof(RelayReceipt), Headers, OtherResponses),
    };

    public string Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) =>
        StoredJson.Write(RelayMessage.Of(post, account, MediaAddress.Resolve(assets, address.Base)));

    public async Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience.ToTimeSpan());
        try
        {
            using var request = await RequestOf(post, account, cancellationToken);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.IsSuccessStatusCode ? await ReadPlace(answer, patience.Token) : OutcomeOf(answer);
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateAddressException)
        {
            return new PublishOutcome.Refused(new Failure("RELAY_ADDRESS_REFUSED", "The relay's address is private, and is not connected to."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new PublishOutcome.FailedForNow(new Failure("RELAY_UNREACHABLE", "The relay could not be reached, or gave no answer in time."));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> RequestOf(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken)
    {
        var body = post.Message ?? throw new InvalidOperationException("The post was not claimed.");
        var time = clock.GetCurrentInstant().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = WebhookSignature.Ours(await secrets.KeyOf(account.Id, cancellationToken), time, body);
        return new HttpRequestMessage(HttpMethod.Post, account.Settings[Url])
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers =
            {
                { "Idempotency-Key", post.IdempotencyKey },
                { "X-Layers-Attempt", post.Attempts.ToString(CultureInfo.InvariantCulture) },
                { "X-Layers-Signature", $"t={time},{signature}" },
                { "User-Agent", "Layers" },
            },
        };
    }

    // The relay has taken the post: an answer that says nothing of where it is does not undo that.
    private static async Task<PublishOutcome> ReadPlace(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(OutboundHttp.LargestAnswer, cancellationToken);
            using var json = JsonDocument.Parse(WithoutByteOrderMark(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
            return new PublishOutcome.Published(IdIn(json.RootElement), TextIn(json.RootElement, "externalUrl"));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return new PublishOutcome.Published(ExternalId: null, ExternalUrl: null);
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] body)
    {
        var mark = Encoding.UTF8.Preamble;
        return body.AsMemory(body.AsSpan().StartsWith(mark) ? mark.Length : 0);
    }

    // Too large, not JSON, or JSON with text that is not UTF-8 or has half a surrogate pair.
    private static bool IsUnreadable(Exception exception) =>
        exception is JsonException or InvalidOperationException or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded };

    // Many platforms number their posts: a number is kept as it was written.
    private static string? IdIn(JsonElement json) =>
        PropertyOf(json, "externalId") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : TextIn(json, "externalId");

    private static string? TextIn(JsonElement json, string name) => PropertyOf(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? PropertyOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private PublishOutcome OutcomeOf(HttpResponseMessage answer)
    {
        var failure = new Failure("RELAY_REFUSED", $"The relay answered {(int)answer.StatusCode}.");
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new PublishOutcome.SignedOut(failure),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError =>
                new PublishOutcome.FailedForNow(failure with { Code = "RELAY_UNAVAILABLE" }, RetryAfter.In(answer, clock)),
            _ => new PublishOutcome.Refused(failure),
        };
    }
}
