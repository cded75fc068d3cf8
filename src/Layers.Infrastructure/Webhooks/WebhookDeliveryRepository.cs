using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Webhooks;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Webhooks;

internal sealed class WebhookDeliveryRepository(Db db) : IWebhookDeliveries
{
    private const int FailedAtOnce = 5_000;

    // Locks the endpoints it finds: one that is being disabled or removed is waited for and looked at again, so that it gets nothing afterwards.
    private const string InsertFannedOut =
        """
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at,
          created_at)
        select e.organization_id, w.webhook_endpoint_id, e.event_id, e.event_type, e.occurred_at, 'pending', 0, @attemptsLeft, @now, @now
        from webhook_endpoints w
        join events e on e.organization_id = w.organization_id and e.position > @after and e.position <= @upTo
          and (w.project_id is null or w.project_id = e.project_id)
          and w.events && array[e.event_type, '*']
        where w.organization_id = @organization and w.status in ('active', 'paused')
        for share of w
        """;

    public void FanOut(OrganizationId organization, long after, long upTo, Instant now) =>
        db.Write(InsertFannedOut, new { organization = organization.Value, after, upTo, attemptsLeft = WebhookDelivery.MostAttempts, now });

    private const string SelectDeliveries =
        $"select {WebhookDeliveryRow.Columns} from webhook_deliveries d where d.organization_id = @organization and d.webhook_endpoint_id = @endpoint";

    private static readonly KeysetList Newest = new(SelectDeliveries, "created_at", "event_id");

    public async Task<IReadOnlyList<WebhookDeliveryState>> List(
        OrganizationId organization, WebhookEndpointId endpoint, DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            endpoint = endpoint.Value,
            types = filter.EventTypes.ToArray(),
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        var rows = await db.Many<WebhookDeliveryRow>(ListSql(filter), arguments, cancellationToken);
        return [.. rows.Select(row => row.ToState(organization))];
    }

    private static string ListSql(DeliveryFilter filter)
    {
        var statuses = KeysetList.Branches("status", filter.Statuses);
        return filter.EventTypes.Count == 0
            ? Newest.Page(statuses, filter.After)
            : Newest.PageOfEachType(Newest.Page(statuses.Select(status => $" and event_type = asked.type{status}"), filter.After));
    }

    public async Task<WebhookDelivery> GetForUpdate(OrganizationId organization, WebhookEndpointId endpoint, EventId id, CancellationToken cancellationToken) =>
        await FindForUpdate(organization, endpoint, id, cancellationToken) ?? throw DomainException.NotFound(EventId.Noun);

    private const string LockDelivery = $"{SelectDeliveries} and d.event_id = @id for update";

    public async Task<WebhookDelivery?> FindForUpdate(
        OrganizationId organization, WebhookEndpointId endpoint, EventId id, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, endpoint = endpoint.Value, id = id.Value };
        var row = await db.One<WebhookDeliveryRow>(LockDelivery, arguments, cancellationToken);
        return row?.ToDomain(organization);
    }

    private const string LockDue =
        $"""
         select {WebhookDeliveryRow.Columns}, coalesce(d.position, e.position) as position, coalesce(d.data, e.data) as data,
           coalesce(d.trace_parent, e.trace_parent) as trace_parent
         from webhook_deliveries d
         join organizations o on o.organization_id = d.organization_id and o.status = 'active'
         left join events e on e.organization_id = d.organization_id and e.event_id = d.event_id
         where d.organization_id = @organization and d.webhook_endpoint_id = @endpoint and d.due_at <= @now
         order by d.due_at
         limit @atMost
         for update of d skip locked for key share of o skip locked
         """;

    public async Task<IReadOnlyList<DueDelivery>> ListDueForUpdate(
        OrganizationId organization, WebhookEndpointId endpoint, Instant now, int atMost, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, endpoint = endpoint.Value, now, atMost };
        var rows = await db.Many<WebhookDeliveryRow>(LockDue, arguments, cancellationToken);
        return [.. rows.Select(row => row.ToDue(organization))];
    }

    private const string InsertDelivery =
        """
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at,
          created_at)
        values (@organization, @endpoint, @id, @eventType, @occurredAt, @status, @attempts, @attemptsLeft, @dueAt, @createdAt)
        """;

    public void Add(WebhookDelivery delivery) =>
        db.Write(InsertDelivery, new
        {
            organization = delivery.Organization.Value,
            endpoint = delivery.Endpoint.Value,
            id = delivery.Event.Value,
            eventType = delivery.EventType,
            occurredAt = delivery.OccurredAt,
            status = delivery.Status.ToWord(),
            attempts = delivery.Attempts,
            attemptsLeft = delivery.AttemptsLeft,
            dueAt = delivery.DueAt,
            createdAt = delivery.CreatedAt,
        });

    private const string UpdateDelivery =
        """
        update webhook_deliveries
        set status = @status, attempts = @attempts, attempts_left = @attemptsLeft, due_at = @dueAt, last_attempt_at = @lastAttemptAt,
            last_status_code = @lastStatusCode, last_error = @lastError, delivered_at = @deliveredAt
        where organization_id = @organization and webhook_endpoint_id = @endpoint and event_id = @id
        """;

    public void Save(WebhookDelivery delivery) =>
        db.Update(UpdateDelivery, new
        {
            organization = delivery.Organization.Value,
            endpoint = delivery.Endpoint.Value,
            id = delivery.Event.Value,
            status = delivery.Status.ToWord(),
            attempts = delivery.Attempts,
            attemptsLeft = delivery.AttemptsLeft,
            dueAt = delivery.DueAt,
            lastAttemptAt = delivery.LastAttemptAt,
            lastStatusCode = delivery.LastStatusCode,
            lastError = delivery.LastError?.ToWord(),
            deliveredAt = delivery.DeliveredAt,
        });

    // What was kept during a pause is due with all its attempts, and there may be a great deal of it: only what was tried before is written. An
    // attempt that is under way has no error yet; brought forward it would go out twice at the same time.
    private const string UpdatePendingToGoOut =
        """
        update webhook_deliveries set due_at = case when last_error is null then due_at else @now end, attempts_left = @attemptsLeft
        where organization_id = @organization and webhook_endpoint_id = @endpoint and due_at is not null and attempts_left < @attemptsLeft
        """;

    public void ReplayPending(OrganizationId organization, WebhookEndpointId endpoint, Instant now) =>
        db.Write(UpdatePendingToGoOut, new
        {
            organization = organization.Value,
            endpoint = endpoint.Value,
            now,
            attemptsLeft = WebhookDelivery.MostAttempts,
        });

    private const string UpdatePendingToFail =
        """
        update webhook_deliveries set status = 'failed', due_at = null, last_error = @error
        where organization_id = @organization and webhook_endpoint_id = @endpoint and due_at is not null and event_id = any(array(
          select event_id from webhook_deliveries
          where organization_id = @organization and webhook_endpoint_id = @endpoint and due_at is not null
          order by due_at
          limit @atMost))
        """;

    public Task<int> FailPending(OrganizationId organization, WebhookEndpointId endpoint, DeliveryError error, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, endpoint = endpoint.Value, error = error.ToWord(), atMost = FailedAtOnce };
        return db.Execute(UpdatePendingToFail, arguments, cancellationToken);
    }
}
