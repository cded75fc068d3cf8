using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Webhooks;
using Layers.Domain.Webhooks;
using Layers.Infrastructure.Http;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Webhooks;

/// <summary>
/// Sends an event as the Standard Webhooks specification wants it, and with a signature in the manner of our relays. The body is the event as
/// <c>/v1/events</c> lists it, the same bytes on every attempt. Any 2xx is success, and nothing of a response but its status and
/// <c>Retry-After</c> is read.
/// </summary>
internal sealed class WebhookSender(WebhookOptions options, WebhookSecrets secrets, ServerClock clock) : IWebhookSender, IDisposable
{
    private readonly HttpClient http = OutboundHttp.CreateClient(options.AllowPrivateAddresses);

    public async Task<WebhookAnswer> Send(WebhookEndpointState endpoint, DueDelivery due, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience.ToTimeSpan());
        using var span = GateSignals.Spans.StartActivity("webhook", ActivityKind.Client, ContextOf(due));
        try
        {
            using var request = await Compose(endpoint, due, cancellationToken);
            if ((span?.Id ?? due.TraceParent) is { } traceParent)
                request.Headers.Add("traceparent", traceParent);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return AnswerOf(answer);
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateAddressException)
        {
            return new WebhookAnswer(DeliveryError.PrivateAddress);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new WebhookAnswer(DeliveryError.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(DeliveryError.Timeout);
        }
    }

    private static ActivityContext ContextOf(DueDelivery due) => ActivityContext.TryParse(due.TraceParent, traceState: null, out var context) ? context : default;

    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> Compose(WebhookEndpointState endpoint, DueDelivery due, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var id = due.Delivery.Event.ToString();
        var body = BodyOf(due);
        var (standard, ours) = (new List<string>(), new List<string> { $"t={time}" });
        foreach (var version in endpoint.SigningVersions(now))
        {
            var key = await secrets.KeyOf(endpoint.Id, version, cancellationToken);
            standard.Add(WebhookSignature.Standard(key, id, time, body));
            ours.Add(WebhookSignature.Ours(key, time, body));
        }

        return new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", time },
                { "webhook-signature", string.Join(' ', standard) },
                { "X-Layers-Signature", string.Join(',', ours) },
                { "User-Agent", "Layers" },
            },
        };
    }

    private static string BodyOf(DueDelivery due) =>
        StoredJson.Write(new { id = due.Delivery.Event, type = due.Delivery.EventType, position = due.Position, occurredAt = due.Delivery.OccurredAt, data = due.Data });

    private WebhookAnswer AnswerOf(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        return answer.StatusCode switch
        {
            _ when answer.IsSuccessStatusCode => new WebhookAnswer(Error: null, status),
            HttpStatusCode.Gone => new WebhookAnswer(DeliveryError.Gone, status),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new WebhookAnswer(DeliveryError.Refused, status, RetryAfter.In(answer, clock)),
            _ => new WebhookAnswer(DeliveryError.Refused, status),
        };
    }
}
