using Layers.Application;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Webhooks;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Webhooks;

internal sealed class WebhookEndpointRepository(Db db) : IWebhookEndpoints
{
    private const string SelectEndpoint =
        $"select {WebhookEndpointRow.Columns} from webhook_endpoints where organization_id = @organization and webhook_endpoint_id = @id";

    public async Task<WebhookEndpointState> Get(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken) =>
        await Find(organization, id, cancellationToken) ?? throw DomainException.NotFound(WebhookEndpointId.Noun);

    public Task<WebhookEndpointState?> Find(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken) =>
        Find(SelectEndpoint, organization, id, cancellationToken);

    public async Task<WebhookEndpoint> GetForUpdate(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken) =>
        await FindForUpdate(organization, id, cancellationToken) ?? throw DomainException.NotFound(WebhookEndpointId.Noun);

    private const string LockEndpoint = $"{SelectEndpoint} for update";

    public async Task<WebhookEndpoint?> FindForUpdate(OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken) =>
        await Find(LockEndpoint, organization, id, cancellationToken) is { } state ? new WebhookEndpoint(state) : null;

    private async Task<WebhookEndpointState?> Find(string sql, OrganizationId organization, WebhookEndpointId id, CancellationToken cancellationToken)
    {
        var row = await db.One<WebhookEndpointRow>(sql, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToState(organization);
    }

    private const string SelectEndpoints = $"select {WebhookEndpointRow.Columns} from webhook_endpoints where organization_id = @organization";

    private static readonly KeysetList Newest = new(SelectEndpoints, "created_at", "webhook_endpoint_id");

    public async Task<IReadOnlyList<WebhookEndpointState>> List(OrganizationId organization, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, afterTime = after?.CreatedAt, afterId = after?.Id, take = limit + 1 };
        var rows = await db.Many<WebhookEndpointRow>(Newest.Page(after), arguments, cancellationToken);
        return [.. rows.Select(row => row.ToState(organization))];
    }

    // The weaker lock: whatever refers to the organization may go on being written.
    private const string LockOrganization = "select organization_id from organizations where organization_id = @organization for no key update";

    private const string CountEndpoints = "select count(*) from webhook_endpoints where organization_id = @organization";

    public async Task<long> CountForUpdate(OrganizationId organization, CancellationToken cancellationToken)
    {
        await db.One<Guid>(LockOrganization, new { organization = organization.Value }, cancellationToken);
        return await db.One<long>(CountEndpoints, new { organization = organization.Value }, cancellationToken);
    }

    private const string InsertEndpoint =
        """
        insert into webhook_endpoints (organization_id, webhook_endpoint_id, project_id, url, events, description, status, status_reason,
          consecutive_failures, failing_since, secret_version, secret_rotated_at, previous_secret_until, created_at, updated_at)
        values (@organization, @id, @project, @url, @events, @description, @status, @statusReason,
          @consecutiveFailures, @failingSince, @secretVersion, @secretRotatedAt, @previousSecretUntil, @createdAt, @updatedAt)
        """;

    public void Add(WebhookEndpoint endpoint) => db.Write(InsertEndpoint, ToRow(endpoint.State));

    private const string UpdateEndpoint =
        """
        update webhook_endpoints
        set project_id = @project, url = @url, events = @events, description = @description, status = @status, status_reason = @statusReason,
            consecutive_failures = @consecutiveFailures, failing_since = @failingSince, secret_version = @secretVersion,
            secret_rotated_at = @secretRotatedAt, previous_secret_until = @previousSecretUntil, created_at = @createdAt, updated_at = @updatedAt
        where organization_id = @organization and webhook_endpoint_id = @id
        """;

    public void Save(WebhookEndpoint endpoint) => db.Update(UpdateEndpoint, ToRow(endpoint.State));

    private const string DeleteDeliveries = "delete from webhook_deliveries where organization_id = @organization and webhook_endpoint_id = @id";

    private const string DeleteEndpoint = "delete from webhook_endpoints where organization_id = @organization and webhook_endpoint_id = @id";

    public void Remove(WebhookEndpoint endpoint)
    {
        var arguments = new { organization = endpoint.Organization.Value, id = endpoint.Id.Value };
        db.Write(DeleteDeliveries, arguments);
        db.Write(DeleteEndpoint, arguments);
    }

    // An order and a limit of its own, as in ReviewClockRepository: one look into the index for each, however many wait.
    private const string SelectDue =
        """
        select w.organization_id, w.webhook_endpoint_id, o.clock_offset_seconds
        from webhook_endpoints w
        join organizations o on o.organization_id = w.organization_id
        cross join lateral (
          select from webhook_deliveries d
          where d.organization_id = w.organization_id and d.webhook_endpoint_id = w.webhook_endpoint_id and d.due_at <= @now
          order by d.due_at
          limit 1) due
        where w.status <> 'paused' and o.status = 'active'
        order by w.consecutive_failures
        limit @atMost
        """;

    public async Task<IReadOnlyList<DueEndpoint>> ListDue(Instant now, int atMost, CancellationToken cancellationToken)
    {
        var rows = await db.Many<(Guid Organization, Guid Id, long ClockOffset)>(SelectDue, new { now, atMost }, cancellationToken);
        return [.. rows.Select(row => new DueEndpoint(
            new OrganizationId(row.Organization), new WebhookEndpointId(row.Id), Duration.FromSeconds(row.ClockOffset)))];
    }

    private static object ToRow(WebhookEndpointState endpoint) =>
        new
        {
            organization = endpoint.Organization.Value,
            id = endpoint.Id.Value,
            project = endpoint.Project?.Value,
            url = endpoint.Url,
            events = endpoint.Events.ToArray(),
            description = endpoint.Description,
            status = endpoint.Status.ToWord(),
            statusReason = endpoint.StatusReason?.ToWord(),
            consecutiveFailures = endpoint.ConsecutiveFailures,
            failingSince = endpoint.FailingSince,
            secretVersion = endpoint.SecretVersion,
            secretRotatedAt = endpoint.SecretRotatedAt,
            previousSecretUntil = endpoint.PreviousSecretValidUntil,
            createdAt = endpoint.CreatedAt,
            updatedAt = endpoint.UpdatedAt,
        };
}
