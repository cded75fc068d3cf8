using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Delivers a batch of what is due to one endpoint. It is not a command: nothing is locked while the endpoint is at work, and a delivery whose
/// sender died is taken up again under the same event id. What was too much to be given up when the endpoint was disabled is given up here, a batch
/// as well.
/// </summary>
public sealed record DeliverWebhooks(WebhookEndpointId Endpoint) : IRequest<DeliveryRound>;

/// <param name="TakenUp">How many deliveries; zero when nothing was due.</param>
/// <param name="Stopped">The status that the endpoint got by this round, when it did not stay active.</param>
public sealed record DeliveryRound(int TakenUp, WebhookEndpointStatus? Stopped);

public sealed class DeliverWebhooksHandler(
    ICaller caller,
    IWebhookEndpoints endpoints,
    IWebhookDeliveries deliveries,
    IWebhookSender sender,
    IUnitOfWork work,
    OutgoingRound round,
    IAuditLog audit,
    IOutbox outbox,
    WebhookOptions options,
    ServerClock serverClock,
    IClock clock) : IRequestHandler<DeliverWebhooks, DeliveryRound>
{
    private const int SideBySide = 8;
    private const int AfterAFailure = 1;

    private WebhookEndpointStatus? stopped;

    public async Task<DeliveryRound> Handle(DeliverWebhooks request, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.Find(caller.Organization, request.Endpoint, cancellationToken);
        if (endpoint is { Status: WebhookEndpointStatus.Disabled })
            return new DeliveryRound(await work.Run(() => GiveUp(endpoint.Id, cancellationToken), cancellationToken), Stopped: null);
        if (endpoint is not { Status: WebhookEndpointStatus.Active })
            return new DeliveryRound(0, Stopped: null);
        var takenUp = await round.Run(
            () => Claim(endpoint, cancellationToken),
            due => sender.Send(endpoint, due, cancellationToken),
            (due, answer) => WriteDown(due.Delivery, answer, cancellationToken),
            cancellationToken);
        return new DeliveryRound(takenUp, stopped);
    }

    private async Task<int> GiveUp(WebhookEndpointId id, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindForUpdate(caller.Organization, id, cancellationToken);
        if (endpoint is not { Status: WebhookEndpointStatus.Disabled })
            return 0;
        var error = endpoint.StatusReason == WebhookStatusReason.Gone ? DeliveryError.Gone : DeliveryError.Disabled;
        return await deliveries.FailPending(endpoint.Organization, endpoint.Id, error, cancellationToken);
    }

    private async Task<ClaimedBatch<DueDelivery>> Claim(WebhookEndpointState endpoint, CancellationToken cancellationToken)
    {
        var now = serverClock.Now();
        var atMost = endpoint.ConsecutiveFailures > 0 ? AfterAFailure : SideBySide;
        var due = await deliveries.ListDueForUpdate(endpoint.Organization, endpoint.Id, now, atMost, cancellationToken);
        foreach (var (delivery, _, _) in due)
        {
            if (delivery.AttemptsLeft > 0)
                delivery.Claim(now + options.Lease, now);
            else
                delivery.Fail(DeliveryError.Interrupted);
            deliveries.Save(delivery);
        }

        return new ClaimedBatch<DueDelivery>([.. due.Where(one => one.Delivery.Status == DeliveryStatus.Pending)], due.Count);
    }

    private async Task WriteDown(WebhookDelivery claimed, WebhookAnswer answer, CancellationToken cancellationToken)
    {
        var now = serverClock.Now();
        var endpoint = await endpoints.FindForUpdate(claimed.Organization, claimed.Endpoint, cancellationToken);
        var delivery = await deliveries.FindForUpdate(claimed.Organization, claimed.Endpoint, claimed.Event, cancellationToken);

        // If the claim ended meanwhile and somebody took it over, there was another attempt, and its outcome is the one that counts. What was removed
        // or given up meanwhile stays so.
        if (endpoint is null || delivery is not { Status: DeliveryStatus.Pending } || delivery.Attempts != claimed.Attempts)
            return;

        if (answer.Error is { } error)
            await Fail(endpoint, delivery, error, answer, now, cancellationToken);
        else
            Succeed(endpoint, delivery, answer, now);
    }

    private void Succeed(WebhookEndpoint endpoint, WebhookDelivery delivery, WebhookAnswer answer, Instant now)
    {
        delivery.Succeed(answer.StatusCode!.Value, now);
        deliveries.Save(delivery);
        if (endpoint.CountSuccess())
            endpoints.Save(endpoint);
    }

    private async Task Fail(
        WebhookEndpoint endpoint, WebhookDelivery delivery, DeliveryError error, WebhookAnswer answer, Instant now, CancellationToken cancellationToken)
    {
        delivery.FailForNow(error, answer.StatusCode, DeliveryLadder.PauseOf(delivery, answer.RetryAfter), now);
        deliveries.Save(delivery);
        if (error == DeliveryError.Gone)
            await Retire(endpoint, now, cancellationToken);
        else if (endpoint.CountFailure(now))
            Pause(endpoint);
        endpoints.Save(endpoint);
    }

    private async Task Retire(WebhookEndpoint endpoint, Instant now, CancellationToken cancellationToken)
    {
        if (!endpoint.Retire(now))
            return;
        await deliveries.FailPending(endpoint.Organization, endpoint.Id, DeliveryError.Gone, cancellationToken);
        Stop("webhook_endpoint.disabled", endpoint, clock.Now());
    }

    // The endpoint's own copy of the event waits with all else that is kept for it.
    private void Pause(WebhookEndpoint endpoint)
    {
        var at = clock.Now();
        Stop("webhook_endpoint.paused", endpoint, at);
        outbox.Append(EndpointEvents.Paused(endpoint, at));
    }

    private void Stop(string type, WebhookEndpoint endpoint, Instant at)
    {
        stopped = endpoint.Status;
        audit.Append(new AuditEntry(type, at, endpoint.Project, new { after = WebhookEndpointView.From(endpoint.State) }));
    }
}
