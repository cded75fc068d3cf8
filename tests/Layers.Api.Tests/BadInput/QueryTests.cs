using System.Net;
using Layers.Api.Tests.Http;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

[Collection(BadInputCollection.Name)]
public sealed class QueryTests(BadInputFixture api)
{
    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "201")]
    [InlineData("limit", "abc")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "%2B5")]
    [InlineData("limit", "1e-1")]
    [InlineData("limit", "5.5")]
    [InlineData("limit", "5.")]
    [InlineData("limit", "1e999999999")]
    [InlineData("limit", "0x10")]
    [InlineData("limit", "1,000")]
    [InlineData("limit", "%205")]
    [InlineData("limit", "99999999999999999999")]
    [InlineData("limit", "%D9%A5")]
    [InlineData("limit", "%00")]
    [InlineData("limit", "%FF")]
    [InlineData("limit", "")]
    [InlineData("limit", "5&limit=5")]
    [InlineData("cursor", "")]
    [InlineData("cursor", "zul7&cursor=zul7")]
    [InlineData("status", "zul7")]
    [InlineData("status", "")]
    [InlineData("status", "%00")]
    [InlineData("search", "a&search=zul7")]
    [InlineData("search", "%00")]
    [InlineData("customerExternalId", "%00zul7")]
    public async Task ProjectList_WithABadParameter_IsRefused(string name, string value) =>
        (await api.Refused(client => client.GetJson($"/v1/projects?{name}={value}"))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, name);

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "201")]
    [InlineData("limit", "abc")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "%2B5")]
    [InlineData("limit", "1e3")]
    [InlineData("limit", "")]
    [InlineData("limit", "5&limit=6")]
    [InlineData("cursor", "")]
    [InlineData("status", "zul7")]
    [InlineData("status", "COMPLETED")]
    [InlineData("status", "completed,failed")]
    [InlineData("status", "completed&status=zul7")]
    [InlineData("status", "0")]
    [InlineData("status", "")]
    [InlineData("format", "slideshow_builder")]
    [InlineData("format", "ugc-remix&format=zul7")]
    [InlineData("creativeType", "zul7")]
    [InlineData("creativeType", "")]
    [InlineData("approvalStatus", "not-required")]
    [InlineData("approvalStatus", "pending&approvalStatus=zul7")]
    public async Task ContentList_WithABadParameter_IsRefused(string name, string value) =>
        (await api.Refused(client => client.GetJson($"{List}?{name}={value}"))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, name);

    [Theory]
    [InlineData("")]
    [InlineData("zul7")]
    [InlineData("2026-04-17")]
    [InlineData("2026-04-17T13:10:00")]
    [InlineData("2026-04-17T13:10Z")]
    [InlineData("2026-04-17T13:10:00%2B00:00")]
    [InlineData("2026-04-17T13:10:00-07:00")]
    [InlineData("2026-04-17T13:10:00z")]
    [InlineData("2026-04-17t13:10:00Z")]
    [InlineData("2026-04-17%2013:10:00Z")]
    [InlineData("2026-04-17T13:10:00Z%20")]
    [InlineData("2026-13-17T13:10:00Z")]
    [InlineData("2026-02-30T13:10:00Z")]
    [InlineData("2026-04-17T25:10:00Z")]
    [InlineData("2026-04-17T13:60:00Z")]
    [InlineData("2026-04-17T13:10:61Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("-0001-01-01T00:00:00Z")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("292277026596-01-01T00:00:00Z")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("2026-04-17T13:10:00.0000000000Z")]
    [InlineData("1776431400")]
    [InlineData("2026-04-17T13:10:00Z&since=2026-04-17T13:10:00Z&until=2026-04-17T13:10:00Z")]
    public async Task Instant_ThatIsNotUtcInIso8601_IsRefused(string instant)
    {
        foreach (var name in new[] { "since", "until" })
        {
            var answer = await api.Refused(client => client.GetJson($"{List}?{name}={instant}"));
            answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, name);
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    public async Task Instant_AtTheEndsOfTheCalendar_Filters(string instant)
    {
        (await api.Client.GetJson($"{List}?since={instant}")).Status.Should().Be(HttpStatusCode.OK);
        (await api.Client.GetJson($"{List}?until={instant}")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task EveryBadParameter_IsListedAtOnce()
    {
        const string query = "status=zul7&format=zul7&creativeType=zul7&approvalStatus=zul7&since=zul7&until=zul7&cursor=zul7&limit=zul7";

        var answer = await api.Refused(client => client.GetJson($"{List}?{query}"));

        answer.ShouldHaveIssues(
            HttpStatusCode.UnprocessableEntity, "status", "format", "creativeType", "approvalStatus", "since", "until", "cursor", "limit");
    }

    [Theory]
    [InlineData("")]
    [InlineData("True")]
    [InlineData("1")]
    [InlineData("yes")]
    [InlineData("zul7")]
    [InlineData("true&dryRun=true")]
    [InlineData("true&dryRun=false")]
    public async Task DryRun_ThatIsNeitherTrueNorFalse_WritesNothing(string value)
    {
        var path = $"/v1/projects/{api.Project}/approval-policy?dryRun={value}";

        var answer = await api.Refused(client => client.PatchJson(path, new { requiresApproval = false }));

        answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "dryRun");
    }

    /// <summary>A filter that nobody knows would filter nothing, and be believed.</summary>
    [Theory]
    [MemberData(nameof(Listings))]
    public async Task UnknownParameters_OfAList_AreNamed(string name)
    {
        var path = Endpoint.Named(name).Path(name.Contains("webhookEndpointId", StringComparison.Ordinal) ? api.Webhook : api.Project);

        var refused = await api.Refused(client => client.GetJson($"{path}?limit=5&limits=zul7&page[size]=zul7"));

        refused.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "limits", "page[size]");
        ((string?)refused.Json["error"]!["details"]!["issues"]![0]!["message"]).Should().StartWith("limits is not a query parameter here; accepted are ").And.Contain("cursor, ");
        (await api.Client.GetJson($"{path}?LIMIT=5")).Status.Should().Be(HttpStatusCode.OK, "names have no case");
    }

    public static TheoryData<string> Listings => Endpoint.Names(ListEndpoints.All.Contains);

    [Theory]
    [InlineData("%00=5")]
    [InlineData("=5")]
    [InlineData("%3Cscript%3E=5")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=5")]
    public async Task UnknownParameter_ThatIsNoName_IsRefusedWithoutAnEcho(string query) =>
        (await api.Refused(client => client.GetJson($"{List}?{query}"))).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "");

    [Fact]
    public async Task UnknownParameter_OfAChange_ChangesNothing()
    {
        var answer = await api.Refused(client => client.PatchJson($"/v1/projects/{api.Project}/approval-policy?dry_run=true", new { requiresApproval = false }));

        answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "dry_run");
    }

    private string List => $"/v1/projects/{api.Project}/content";
}
