using System.Net;
using Layers.Api.Tests.Http;
using Layers.Testing;

namespace Layers.Api.Tests.Operation;

public sealed class BodyLimitTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int LongestText = 4_000;
    private const int MostTargets = 50;

    public static TheoryData<string> EndpointsOfASentence =>
    [
        "POST /v1/content/{containerId}/approve",
        "POST /v1/content/{containerId}/reject",
        "PATCH /v1/content/{containerId}",
        "PATCH /v1/projects/{projectId}/approval-policy",
    ];

    [Theory]
    [MemberData(nameof(EndpointsOfASentence))]
    public async Task Call_WithMoreThanASentenceTakes_Returns413(string name)
    {
        var body = $$"""{ "unknown": "{{new string('x', 65_536)}}" }""";

        using var client = api.Server.Client(api.Given.Key.Text.Reveal(), EarlyAnswers.Handler());
        var answer = await Endpoint.Named(name).CallWith(client, Guid.NewGuid().ToString(), Endpoint.Json(body));

        answer.ShouldBeError(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Theory]
    [InlineData("schedule", "🥐")]
    [InlineData("schedule", @"\ud83e\udd50")]
    [InlineData("publish", @"\ud83e\udd50")]
    public async Task Schedule_OfTheMostTargetsWithTheLongestTexts_IsNotTooLarge(string action, string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, LongestText));
        var target = $$"""{ "socialAccountId": "sa_{{Guid.NewGuid()}}", "mode": "publish", "captionOverride": "{{text}}", "firstCommentOverride": "{{text}}" }""";
        var body = $$"""{ "scheduledFor": "2030-01-01T07:00:00Z", "targets": [{{string.Join(',', Enumerable.Repeat(target, MostTargets))}}] }""";

        var answer = await api.Client.PostJson($"/v1/content/{await api.Given.Pending()}/{action}", body);

        answer.Status.Should().NotBe(HttpStatusCode.RequestEntityTooLarge, "all of it is allowed");
    }
}
