using System.Net;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Audit;

public sealed class EveryWriteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>Which row each endpoint leaves.</summary>
    private static readonly Dictionary<string, string> Written = new()
    {
        ["POST /v1/projects"] = "project.created",
        ["PATCH /v1/projects/{projectId}"] = "project.updated",
        ["DELETE /v1/projects/{projectId}"] = "project.archived",
        ["PATCH /v1/projects/{projectId}/approval-policy"] = "approval_policy.updated",
        ["PATCH /v1/projects/{projectId}/content-review-policy"] = "content_review_policy.updated",
        ["POST /v1/projects/{projectId}/content/decisions"] = "content.approved",
        ["POST /v1/projects/{projectId}/content/uploads"] = "content.created",
        ["PATCH /v1/content/{containerId}"] = "content.caption_corrected",
        ["POST /v1/content/{containerId}/approve"] = "content.approved",
        ["POST /v1/content/{containerId}/reject"] = "content.rejected",
        ["POST /v1/content/{containerId}/finalize-upload"] = "content.generated",
        ["POST /v1/content/{containerId}/schedule"] = "scheduled_post.created",
        ["DELETE /v1/content/{containerId}/pending-schedule"] = "schedule.dropped",
        ["POST /v1/content/{containerId}/publish"] = "scheduled_post.created",
        ["POST /v1/content/{containerId}/hold"] = "content.held",
        ["POST /v1/content/{containerId}/release"] = "content.released",
        ["POST /v1/test/clock"] = "test_clock.advanced",
        ["POST /v1/scheduled-posts/{scheduledPostId}/reschedule"] = "scheduled_post.rescheduled",
        ["DELETE /v1/scheduled-posts/{scheduledPostId}"] = "scheduled_post.canceled",
        ["POST /v1/projects/{projectId}/social-accounts"] = "social_account.connected",
        ["DELETE /v1/projects/{projectId}/social-accounts/{socialAccountId}"] = "social_account.disconnected",
        ["POST /v1/projects/{projectId}/social-accounts/{socialAccountId}/reconnect"] = "social_account.reconnected",
        ["POST /v1/webhook-endpoints"] = "webhook_endpoint.created",
        ["PATCH /v1/webhook-endpoints/{webhookEndpointId}"] = "webhook_endpoint.updated",
        ["DELETE /v1/webhook-endpoints/{webhookEndpointId}"] = "webhook_endpoint.deleted",
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/rotate-secret"] = "webhook_endpoint.secret_rotated",
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/test"] = "webhook_endpoint.tested",
        ["POST /v1/webhook-endpoints/{webhookEndpointId}/deliveries/{eventId}/replay"] = "webhook_delivery.replayed",
        ["POST /v1/api-keys/{apiKeyId}/kill"] = "api_key.killed",
        ["POST /v1/api-keys/{apiKeyId}/rotate"] = "api_key.rotated",
        ["DELETE /v1/api-keys/{apiKeyId}"] = "api_key.deleted",
    };

    public static TheoryData<string> Commands => Endpoint.Names(endpoint => endpoint.Changes);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_LeavesOneRowOfItsRequest(string name)
    {
        var given = Endpoint.Named(name).IsForTestOrganizations ? await Given.Organization(api.Server, OrganizationEnvironment.Test) : api.Given;
        Written.Should().ContainKey(name, "each endpoint that writes has a line in EveryWriteTests.Written: the type of the audit row that it leaves");
        var scene = await Scene.Of(name, given);
        if (name.EndsWith("/reconnect", StringComparison.Ordinal))
            await api.Server.Database.Run("update social_accounts set status = 'reauth_required' where organization_id = $1 and status = 'connected'", given.OrganizationId.Value);

        var answer = await scene.Send(given.Client);

        answer.Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted);
        var row = (await given.AuditOf(answer)).Should().ContainSingle().Subject;
        row.Type.Should().Be(Written[name]);
        (row.ApiKey, row.Actor, row.ActorType).Should().Be((given.Key.Key.Id.Value, given.Actor, "person"));
        (row.Project is null).Should().Be(IsOfNoProject(name), "all else happens in a project");
    }
    private static bool IsOfNoProject(string name) =>
        new[] { "/v1/test/clock", "/v1/api-keys", "/v1/webhook-endpoints" }.Any(part => name.Contains(part, StringComparison.Ordinal));
}
