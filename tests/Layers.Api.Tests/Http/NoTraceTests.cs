using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

/// <summary>A write that asks for what is so already succeeds, and leaves no trace: no revision, no stamp, no audit row, no event.</summary>
public sealed class NoTraceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Dictionary<string, Func<Given, Task<Repeat>>> Repeats = new()
    {
        ["caption"] = async given => Patch($"/v1/content/{await given.Uploaded(await given.Project(), "As it is.")}", """{ "caption": "As it is." }"""),
        ["finalize"] = async given => Post($"/v1/content/{await given.Uploaded(await given.Project())}/finalize-upload", """{ "caption": "Other." }"""),
        ["hold"] = async given =>
        {
            var id = await given.Pending();
            await given.Client.PostJson($"/v1/content/{id}/hold");
            return Post($"/v1/content/{id}/hold");
        },
        ["release"] = async given => Post($"/v1/content/{await given.Pending()}/release"),
        ["reschedule"] = async given =>
            Post($"/v1/scheduled-posts/{await given.Scheduled(await given.Project())}/reschedule", """{ "scheduledFor": "2030-01-01T07:00:00.000Z" }"""),
        ["policy"] = async given => Patch(
            $"/v1/projects/{await given.GatedProject(5, "PT24H")}/approval-policy",
            """{ "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H" }"""),
        ["policy, unset again"] = async given => Patch(
            $"/v1/projects/{await given.GatedProject()}/approval-policy", """{ "firstNPostsBlocked": null, "autoApproveAfter": null }"""),
        ["review policy"] = async given => Patch(
            $"/v1/projects/{await given.GatedProject(5)}/content-review-policy", """{ "policy": "review_first_n", "firstN": 5 }"""),
        ["project"] = async given => Patch(
            $"/v1/projects/{await given.Project("Acme")}", """{ "name": "Acme", "timezone": "UTC", "customerExternalId": null, "metadata": {} }"""),
        ["project, metadata written in another way"] = async given =>
        {
            var project = $"/v1/projects/{await given.Project()}";
            await given.Client.PatchJson(project, new { metadata = new { tier = "gold", seats = 5 } });
            return Patch(project, """{ "metadata": { "seats" : 5, "tier":"gold" } }""");
        },
        ["archive"] = async given =>
        {
            var project = $"/v1/projects/{await given.Project()}";
            await given.Client.DeleteJson(project);
            return new Repeat(HttpMethod.Delete, project, Body: null);
        },
        ["reconnect"] = async given =>
        {
            var project = await given.Project();
            return Post($"/v1/projects/{project}/social-accounts/{await given.Account(project)}/reconnect");
        },
        ["disconnect"] = async given =>
        {
            var project = await given.Project();
            var account = $"/v1/projects/{project}/social-accounts/{await given.Account(project)}";
            await given.Client.DeleteJson(account);
            return new Repeat(HttpMethod.Delete, account, Body: null);
        },
        ["webhook endpoint"] = async given => Patch(
            $"/v1/webhook-endpoints/{(await given.Webhook("https://hooks.acme.example/same")).Id}",
            """{ "url": "https://hooks.acme.example/same", "events": ["*"], "description": null, "status": "active" }"""),
        ["webhook endpoint, events in another order"] = async given => Patch(
            $"/v1/webhook-endpoints/{(await given.Webhook(events: ["content.approved", "content.rejected"])).Id}",
            """{ "events": ["content.rejected", "content.approved", "content.rejected"] }"""),
        ["kill"] = async given =>
        {
            var key = $"/v1/api-keys/{(await given.AnotherKey(["content:read"])).Key.Id}/kill";
            await given.Client.PostJson(key);
            return Post(key);
        },
    };

    public static TheoryData<string> Names => new(Repeats.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Write_OfWhatIsSoAlready_Returns200AndLeavesNoTrace(string name)
    {
        var repeat = await Repeats[name](api.Given);
        var before = await DatabaseDigest.Take(api.Server.Database);
        api.Clock.Advance(Duration.FromMinutes(1));

        var answer = await api.Client.Call(repeat.Method, repeat.Path, repeat.Body is null ? null : Endpoint.Json(repeat.Body));

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    private static Repeat Patch(string path, string body) => new(HttpMethod.Patch, path, body);

    private static Repeat Post(string path, string? body = null) => new(HttpMethod.Post, path, body);

    private sealed record Repeat(HttpMethod Method, string Path, string? Body);
}
