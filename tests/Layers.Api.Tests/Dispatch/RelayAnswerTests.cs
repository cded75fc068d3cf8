using System.Text;
using Layers.Api.Tests.Scheduling;
using Layers.Testing;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Layers.Api.Tests.Dispatch;

/// <summary>What becomes of a post by its relay's answer.</summary>
public sealed class RelayAnswerTests(RelayFixture api) : IClassFixture<RelayFixture>
{
    private const int LargestAnswer = 65_536;

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Success_IsPublished(int status)
    {
        var post = await Dispatched(relay => relay.Refuse(status));

        ((string?)post["status"], (string?)post["externalId"]).Should().Be(("published", null));
    }

    [Theory]
    [InlineData(301, "RELAY_REFUSED")]
    [InlineData(307, "RELAY_REFUSED")]
    [InlineData(400, "RELAY_REFUSED")]
    [InlineData(403, "RELAY_REFUSED")]
    [InlineData(404, "RELAY_REFUSED")]
    [InlineData(409, "RELAY_REFUSED")]
    [InlineData(422, "RELAY_REFUSED")]
    public async Task Refusal_IsFinal(int status, string code)
    {
        await using var relay = await Relay.Start();
        relay.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = relay.Url;
            return Task.CompletedTask;
        };
        var id = await api.QueuedPost(await api.Open(relay));

        await api.DispatchInAnHour();
        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (string?)post["failure"]!["code"]).Should().Be(("failed", code));
        ((string?)post["failure"]!["message"]).Should().Be($"The relay answered {status}.");
        relay.Requests.Should().ContainSingle("neither a redirect is followed nor a refusal tried again");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task Trouble_IsTriedAgain(int status)
    {
        await using var relay = await Relay.Start();
        relay.Refuse(status);
        var id = await api.QueuedPost(await api.Open(relay));
        await api.DispatchInAnHour();
        (await api.StatusOf(id)).Should().Be("publishing");

        relay.Answer = Relay.Take;
        await api.DispatchInAnHour();

        var post = await api.Post(id);
        ((string?)post["status"], (int)post["attempts"]!, post["failure"]).Should().Be(("published", 2, null));
    }

    [Theory]
    [InlineData("120", 120, 120)]
    [InlineData("0", 3.75, 6.25)]
    [InlineData("1", 3.75, 6.25)]
    [InlineData("999999", 3_600, 3_600)]
    [InlineData("Sat, 18 Apr 2020 00:00:00 GMT", 3.75, 6.25)]
    [InlineData("in two minutes", 120, 120)]
    public async Task RetryAfter_LengthensThePauseUpToAnHour_AndNeverShortensIt(string retryAfter, double atLeast, double atMost)
    {
        await using var relay = await Relay.Start();
        var date = (api.Clock.GetCurrentInstant() + Steps.Hour + Duration.FromMinutes(2)).ToDateTimeUtc().ToString("R");
        relay.Answer = (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter == "in two minutes" ? date : retryAfter;
            return Task.CompletedTask;
        };
        var id = await api.QueuedPost(await api.Open(relay));
        api.Clock.Advance(Steps.Hour);
        await api.Server.DispatchDuePosts();

        var due = Instant.FromDateTimeUtc((DateTime)(await api.Server.Database.Run("select due_at from scheduled_posts where scheduled_post_id = $1", id.Uuid()))!);
        (due - api.Clock.GetCurrentInstant()).TotalSeconds.Should().BeInRange(atLeast - 0.001, atMost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Thank you!</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"externalId\": true, \"externalUrl\": { } }")]
    [InlineData("{ \"externalUrl\": \"javascript:alert(1)\" }")]
    [InlineData("{ \"externalUrl\": \"data:text/html,hello\" }")]
    [InlineData("{ \"externalUrl\": \"/posts/5\" }")]
    [InlineData("{ \"externalUrl\": \"https://platform.example@other.example/5\" }")]
    [InlineData("{ \"externalUrl\": 5 }")]
    [InlineData("{ \"externalId\": \"\\ud83d\", \"externalUrl\": \"\\u0000\" }")]
    [InlineData("{ \"externalId\": \"x\"")]
    public async Task Success_WithAnAnswerThatSaysNothing_IsPublishedAllTheSame(string body)
    {
        var post = await Dispatched(relay => relay.Answer = (context, _) => context.Response.WriteAsync(body));

        ((string?)post["status"], (string?)post["externalId"], (string?)post["externalUrl"]).Should().Be(("published", null, null));
    }

    [Theory]
    [InlineData("17841405793187218")]
    [InlineData("99999999999999999999999")]
    [InlineData("5")]
    public async Task ExternalId_ThatIsANumber_IsKeptAsText(string number)
    {
        var post = await Dispatched(relay => relay.Answer = (context, _) =>
            context.Response.WriteAsync($$"""{ "externalId": {{number}}, "externalUrl": "http://platform.example/5" }"""));

        ((string?)post["externalId"], (string?)post["externalUrl"]).Should().Be((number, "http://platform.example/5"));
    }

    [Fact]
    public async Task Success_WithBytesThatAreNoUtf8_IsPublishedAllTheSame()
    {
        byte[] body = [.. "{ \"externalId\": \""u8, 0xC3, 0x28, .. "\" }"u8];

        var post = await Dispatched(relay => relay.Answer = async (context, _) => await context.Response.Body.WriteAsync(body));

        ((string?)post["status"], (string?)post["externalId"]).Should().Be(("published", null));
    }

    [Fact]
    public async Task Success_BehindAByteOrderMark_IsRead()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{ \"externalId\": \"ext-1\" }"u8];

        var post = await Dispatched(relay => relay.Answer = async (context, _) => await context.Response.Body.WriteAsync(body));

        ((string?)post["externalId"]).Should().Be("ext-1");
    }

    [Theory]
    [InlineData(LargestAnswer, true)]
    [InlineData(LargestAnswer + 1, false)]
    public async Task Success_IsReadUpToTheSizeLimit(int bytes, bool isRead)
    {
        const string answer = """{ "externalId": "ext-1" }""";

        var post = await Dispatched(relay => relay.Answer = (context, _) => context.Response.WriteAsync(answer.PadRight(bytes)));

        ((string?)post["status"], (string?)post["externalId"]).Should().Be(("published", isRead ? "ext-1" : null));
    }

    [Fact]
    public async Task Success_WithAPlaceTooLongToKeep_IsPublishedWithoutIt()
    {
        var url = "https://platform.example/".PadRight(2_049, 'x');

        var post = await Dispatched(relay => relay.Answer = (context, _) =>
            context.Response.WriteAsync($$"""{ "externalId": "ext-1", "externalUrl": "{{url}}" }"""));

        ((string?)post["externalId"], (string?)post["externalUrl"]).Should().Be(("ext-1", null));
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_IsTriedAgain()
    {
        var post = await Dispatched(relay => relay.Answer = async (context, _) =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{"));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        ((string?)post["status"], (int)post["attempts"]!).Should().Be(("publishing", 1));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> Dispatched(Action<Relay> tell)
    {
        await using var relay = await Relay.Start();
        tell(relay);
        var id = await api.QueuedPost(await api.Open(relay));
        await api.DispatchInAnHour();
        return await api.Post(id);
    }
}
