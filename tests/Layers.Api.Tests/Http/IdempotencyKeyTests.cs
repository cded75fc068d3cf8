using System.Net;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

public sealed class IdempotencyKeyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Key_GivenTwice_IsRefused()
    {
        var authorization = $"Authorization: Bearer {api.Given.Key.Text.Reveal()}";

        var (status, text) = await api.Server.SendLines("POST /v1/projects", authorization, "Content-Length: 0", "Idempotency-Key: one", "Idempotency-Key: two");

        status.Should().Be(422);
        text.Should().Contain("\"path\":\"Idempotency-Key\",\"message\":\"Idempotency-Key may be given only once.\"");
    }

    [Theory]
    [InlineData("k", "\"k\"")]
    [InlineData("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    public async Task Key_QuotedOrRaw_IsTheSameKey(string one, string other)
    {
        var first = await Create("Acme", one);
        var second = await Create("Acme", other);

        second.Text("id").Should().Be(first.Text("id"));
        second.Header("Idempotency-Replayed").Should().Be("true");
    }

    [Fact]
    public async Task Key_MayHave255VisibleCharacters()
    {
        var longest = string.Concat("!~", new string('k', 253));

        (await Create("Acme", longest)).Status.Should().Be(HttpStatusCode.Created);
        (await Create("Acme", longest)).Header("Idempotency-Replayed").Should().Be("true");
        (await Create("Acme", $"\"{longest}\"")).Header("Idempotency-Replayed").Should().Be("true");
    }

    [Fact]
    public async Task Key_OfWrongForm_Returns422AndRunsNothing()
    {
        string[] keys = ["", "\"\"", "a b", "\"a b\"", "tab\there", new string('k', 256), $"\"{new string('k', 256)}\""];
        foreach (var key in keys)
        {
            var answer = await Create("Never made", key);

            answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, """
                {
                  "code": "VALIDATION", "message": "Idempotency-Key must be 1 to 255 visible ASCII characters.",
                  "details": { "issues": [{ "path": "Idempotency-Key", "message": "Idempotency-Key must be 1 to 255 visible ASCII characters." }] }
                }
                """);
        }

        (await api.Client.GetJson("/v1/projects?search=never")).Json["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Key_WithAnotherPath_Returns409()
    {
        var (one, other) = (await api.Given.Project(), await api.Given.Project());
        await api.Client.PatchJson($"/v1/projects/{one}", new { name = "Renamed" }, ("Idempotency-Key", "path"));

        var answer = await api.Client.PatchJson($"/v1/projects/{other}", new { name = "Renamed" }, ("Idempotency-Key", "path"));

        answer.ShouldBeError(HttpStatusCode.Conflict, "IDEMPOTENCY_CONFLICT");
        (await api.Client.GetJson($"/v1/projects/{other}")).Text("name").Should().Be("Acme Coffee");
    }

    [Fact]
    public async Task Key_WithAnotherMethod_Returns409()
    {
        var project = await api.Given.Project();
        await api.Client.PatchJson($"/v1/projects/{project}", """{"name":"Renamed"}""", ("Idempotency-Key", "method"));

        var answer = await api.Client.Call(
            HttpMethod.Delete, $"/v1/projects/{project}", Endpoint.Json("""{"name":"Renamed"}"""), ("Idempotency-Key", "method"));

        answer.ShouldBeError(HttpStatusCode.Conflict, "IDEMPOTENCY_CONFLICT");
        (await api.Client.GetJson($"/v1/projects/{project}")).Text("status").Should().Be("active");
    }

    [Fact]
    public async Task Key_BelongsToTheApiKeyThatSentIt()
    {
        using var another = await api.Given.ClientWith("*");
        var stranger = await Given.Organization(api.Server);

        var ours = await Create("Ours", "shared");
        var theirs = await another.PostJson("/v1/projects", new { name = "Theirs" }, ("Idempotency-Key", "shared"));
        var foreign = await stranger.Client.PostJson("/v1/projects", new { name = "Foreign" }, ("Idempotency-Key", "shared"));

        new[] { ours, theirs, foreign }.Select(answer => answer.Text("name")).Should().Equal("Ours", "Theirs", "Foreign");
        new[] { ours, theirs, foreign }.Select(answer => answer.Header("Idempotency-Replayed")).Should().AllBeEquivalentTo((string?)null);
    }

    [Fact]
    public async Task Key_IsKeptFor24Hours()
    {
        var first = await Create("Acme", "day");

        api.Clock.Advance(Duration.FromHours(24) - Duration.FromMilliseconds(1));
        var lastReplay = await Create("Acme", "day");
        api.Clock.Advance(Duration.FromMilliseconds(1));
        var anew = await Create("Acme", "day");
        var replayOfAnew = await Create("Acme", "day");

        lastReplay.Text("id").Should().Be(first.Text("id"));
        anew.Text("id").Should().NotBe(first.Text("id"));
        anew.Header("Idempotency-Replayed").Should().BeNull();
        replayOfAnew.Body.Should().Be(anew.Body);
    }

    [Fact]
    public async Task Key_AfterItsDay_MayCarryAnotherRequest()
    {
        await Create("Acme", "reused");
        api.Clock.Advance(Duration.FromHours(24));

        (await Create("Another", "reused")).Text("name").Should().Be("Another");
    }

    [Theory]
    [InlineData("/v1/projects", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound)]
    public async Task Key_OfWrongForm_WhereNobodyWouldReadIt_IsIgnored(string path, HttpStatusCode status) =>
        (await api.Client.Call(HttpMethod.Delete, path, content: null, ("Idempotency-Key", "a b"))).Status.Should().Be(status);

    [Fact]
    public async Task Key_OnRead_IsIgnored()
    {
        (await api.Client.GetJson("/v1/projects?limit=1", ("Idempotency-Key", "read"))).Status.Should().Be(HttpStatusCode.OK);
        var second = await api.Client.GetJson("/v1/projects?limit=2", ("Idempotency-Key", "read"));

        second.Status.Should().Be(HttpStatusCode.OK);
        second.Header("Idempotency-Replayed").Should().BeNull();
    }

    private Task<Answer> Create(string name, string key) => api.Client.PostJson("/v1/projects", new { name }, ("Idempotency-Key", key));
}
