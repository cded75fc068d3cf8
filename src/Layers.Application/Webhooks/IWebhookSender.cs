using Layers.Domain.Webhooks;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>Hands one event to one endpoint, once.</summary>
public interface IWebhookSender
{
    Task<WebhookAnswer> Send(WebhookEndpointState endpoint, DueDelivery due, CancellationToken cancellationToken);
}

/// <param name="Error">Null when the endpoint has the event.</param>
/// <param name="StatusCode">Null when there was no response.</param>
/// <param name="RetryAfter">How long the endpoint asked to be left alone, where that counts.</param>
public sealed record WebhookAnswer(DeliveryError? Error, int? StatusCode = null, Duration? RetryAfter = null);

/// <summary>Judges hosts before anything is sent to them. What a name resolves to is judged when the connection is made.</summary>
public interface IWebhookHosts
{
    /// <summary>Whether the host is, by its looks, on this machine or this network.</summary>
    bool LooksPrivate(string host);
}
