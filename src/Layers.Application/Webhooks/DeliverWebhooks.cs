using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Webhooks;
using MediatR;
using NodaTime;

namespace Layers.Application.Webhooks;

/// <summary>
/// Delivers a batch of what is due to one endpoint. It is no command: nothing is locked while the endpoint is being talked to. A delivery is
/// claimed for a while first; whoever dies in between leaves it claimed, and when the claim ends another takes it up under the same event id.
/// What was too much to be given up when the endpoint was disabled is given up here, a batch as well.
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
    IAuditLog audit,
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
        var due = await work.Run(() => Claim(endpoint, cancellationToken), cancellationToken);
        await Send(endpoint, [.. due.Where(one => one.Delivery.Status == DeliveryStatus.Pending)], cancellationToken);
        return new DeliveryRound(due.Count, stopped);
    }

    private async Task<int> GiveUp(WebhookEndpointId id, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindForUpdate(caller.Organization, id, cancellationToken);
        if (endpoint is not { Status: WebhookEndpointStatus.Disabled })
            return 0;
        var error = endpoint.StatusReason == WebhookStatusReason.Gone ? DeliveryError.Gone : DeliveryError.Disabled;
        return await deliveries.FailPending(endpoint.Organization, endpoint.Id, error, cancellationToken);
    }

    private async Task<IReadOnlyList<DueDelivery>> Claim(WebhookEndpoint endpoint, CancellationToken cancellationToken)
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

        return due;
    }

    // Attempts are made side by side; what came of them is written down one by one, as it comes. What cannot be written down stays claimed, and
    // the others are written down all the same.
    private async Task Send(WebhookEndpoint endpoint, List<DueDelivery> claimed, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        await foreach (var attempt in Task.WhenEach(claimed.Select(due => Send(endpoint, due, cancellationToken))).WithCancellation(cancellationToken))
        {
            try
            {
                var (delivery, answer) = await attempt;
                await work.Run(() => WriteDown(delivery, answer, cancellationToken), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task<(WebhookDelivery Delivery, WebhookAnswer Answer)> Send(WebhookEndpoint endpoint, DueDelivery due, CancellationToken cancellationToken) =>
        (due.Delivery, await sender.Send(endpoint, due, cancellationToken));

    private async Task<Unit> WriteDown(WebhookDelivery claimed, WebhookAnswer answer, CancellationToken cancellationToken)
    {
        var now = serverClock.Now();
        var endpoint = await endpoints.FindForUpdate(claimed.Organization, claimed.Endpoint, cancellationToken);
        var delivery = await deliveries.FindForUpdate(claimed.Organization, claimed.Endpoint, claimed.Event, cancellationToken);

        // Whoever took the claim over has attempted once more, and it is theirs to write down. What was removed or given up meanwhile stays so.
        if (endpoint is null || delivery is not { Status: DeliveryStatus.Pending } || delivery.Attempts != claimed.Attempts)
            return Unit.Value;

        if (answer.Error is { } error)
            await Fail(endpoint, delivery, error, answer, now, cancellationToken);
        else
            Succeed(endpoint, delivery, answer, now);
        return Unit.Value;
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
            Tell("webhook_endpoint.paused", endpoint);
        endpoints.Save(endpoint);
    }

    private async Task Retire(WebhookEndpoint endpoint, Instant now, CancellationToken cancellationToken)
    {
        if (!endpoint.Retire(now))
            return;
        await deliveries.FailPending(endpoint.Organization, endpoint.Id, DeliveryError.Gone, cancellationToken);
        Tell("webhook_endpoint.disabled", endpoint);
    }

    private void Tell(string type, WebhookEndpoint endpoint)
    {
        stopped = endpoint.Status;
        audit.Append(new AuditEntry(type, clock.Now(), endpoint.Project, new { after = WebhookEndpointView.From(endpoint) }));
    }
}
