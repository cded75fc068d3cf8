using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Webhooks;

/// <summary>Endpoints for which a great deal waits.</summary>
public sealed class BacklogTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task Resuming_RewritesNothingOfWhatWasKept()
    {
        var (given, endpoint) = await Kept(1_000, status: "paused");
        const string rows = "select string_agg(xmin::text || due_at, ' ' order by event_id) from webhook_deliveries where webhook_endpoint_id = $1";
        var kept = await api.Server.Database.Value<string>(rows, endpoint.Uuid());

        (await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" })).Status.Should().Be(HttpStatusCode.OK);

        (await api.Server.Database.Value<string>(rows, endpoint.Uuid())).Should().Be(kept, "there may be a million of them");
    }

    [Fact]
    public async Task Resuming_WhileAnAttemptIsUnderWay_DoesNotSendItBesideItself()
    {
        var (given, endpoint) = await Kept(2, status: "paused");
        var (claimed, waiting) = (await EventOf(endpoint, "min"), await EventOf(endpoint, "max"));
        const string tried =
            """
            update webhook_deliveries set attempts = 1, attempts_left = 7, last_attempt_at = created_at, due_at = $1, last_error = $2
            where webhook_endpoint_id = $3 and event_id = $4
            """;
        var later = api.Clock.GetCurrentInstant() + Duration.FromSeconds(40);
        await api.Server.Database.Run(tried, later.ToDateTimeUtc(), DBNull.Value, endpoint.Uuid(), claimed);
        await api.Server.Database.Run(tried, later.ToDateTimeUtc(), "refused", endpoint.Uuid(), waiting);

        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "active" });

        var next = (await given.Deliveries(endpoint)).ToDictionary(one => one.TextOf("eventId")!.Uuid(), one => one.TextOf("nextAttemptAt"));
        (next[claimed], next[waiting]).Should().Be((later.ToString(), api.Now));
    }

    [Theory]
    [InlineData("by_request", "disabled")]
    [InlineData("gone", "gone")]
    public async Task Disabling_WithMoreThanOneStatementCanGiveUp_IsFinishedByTheLane(string reason, string error)
    {
        var (given, endpoint) = await Kept(12_000, status: "active");
        await given.Client.PatchJson($"/v1/webhook-endpoints/{endpoint}", new { status = "disabled" });
        await api.Server.Database.Run("update webhook_endpoints set status_reason = $1 where webhook_endpoint_id = $2", reason, endpoint.Uuid());
        (await CountPending(endpoint)).Should().Be(7_000);
        (await api.Server.DueEndpoints()).Should().Contain(due => due.Id.Value == endpoint.Uuid());

        await api.DeliverOnly(given, endpoint);

        (await CountPending(endpoint)).Should().Be(0);
        (await api.Server.Database.Value<long>(
            "select count(*) from webhook_deliveries where last_error = $1 and webhook_endpoint_id = $2", error, endpoint.Uuid())).Should().BeGreaterThanOrEqualTo(7_000);
        (await api.Server.DueEndpoints()).Should().NotContain(due => due.Id.Value == endpoint.Uuid());
    }

    [Fact]
    public async Task Endpoints_ThatFail_StandBehindThoseThatDoNot()
    {
        var (first, second) = ((await Kept(1, status: "active")).Endpoint.Uuid(), (await Kept(1, status: "active")).Endpoint.Uuid());

        (await Order(failing: first)).Should().Equal(second, first);
        (await Order(failing: second)).Should().Equal(first, second);

        async Task<IEnumerable<Guid>> Order(Guid failing)
        {
            await api.Server.Database.Run(
                "update webhook_endpoints set consecutive_failures = case when webhook_endpoint_id = $1 then 3 else 0 end", failing);
            return (await api.Server.DueEndpoints()).Select(due => due.Id.Value).Where(id => id == first || id == second);
        }
    }

    /// <summary>An endpoint with deliveries that wait for their first attempt.</summary>
    private async Task<(Given Given, string Endpoint)> Kept(int deliveries, string status)
    {
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook();
        await api.Server.Database.Run(
            """
            insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at,
              created_at)
            select $1, $2, gen_random_uuid(), 'post.failed', '2026-01-01', 'pending', 0, 8, '2026-01-01', '2026-01-01' from generate_series(1, $3)
            """,
            given.OrganizationId.Value,
            endpoint.Uuid(),
            deliveries);
        await api.Server.Database.Run(
            "update webhook_endpoints set status = $1, status_reason = case when $1 = 'paused' then 'failures' end where webhook_endpoint_id = $2",
            status,
            endpoint.Uuid());
        return (given, endpoint);
    }

    private Task<long> CountPending(string endpoint) =>
        api.Server.Database.Value<long>("select count(*) from webhook_deliveries where status = 'pending' and webhook_endpoint_id = $1", endpoint.Uuid())!;

    private async Task<Guid> EventOf(string endpoint, string which) =>
        Guid.Parse((await api.Server.Database.Value<string>(
            $"select {which}(event_id::text) from webhook_deliveries where webhook_endpoint_id = $1", endpoint.Uuid()))!);
}
