using System.Net;
using System.Text.Json;
using Layers.Testing;
using static Layers.Api.Tests.BadInput.BodyEndpoint;

namespace Layers.Api.Tests.BadInput;

[Collection(BadInputCollection.Name)]
public sealed class DurationTests(BadInputFixture api)
{
    public static readonly TheoryData<string> BadDurations =
    [
        "", " ", "P", "PT", "T1H", "1H", "24", "zul7", "P1Y", "P1M", "P1Y2M", "P1M1D", "PT0S", "P0D", "P0W", "PT0H0M0S", "PT-1H", "-PT1H", "+PT1H", "P-1D",
        "PT1.5H", "PT1,5H", "PT0.5S", "P366D", "P53W", "PT8761H", "P365DT1S", "P1DT", "P1WT", "P1D1H", "P1HT1D", "PT1D", "PT1M1H", "PT1H1H", "P1D1W",
        " PT1H", "PT1H ", "PT1H\n", "PT1H\r\n", "\tPT1H", "PT 1H", "pt1h", "PT1h", "Pt1H", "PT1H\0", "PT\u0661H", "PT\uFF11H", "P\u0967D",
        "PT9999999999S", "PT0000000001S", "PT99999999999999999999H", "P99999999999999999999D", "PT1H/PT2H", "R/PT1H", "PT1H;PT2H", "PT24", "PT24HH",
    ];

    [Theory]
    [MemberData(nameof(BadDurations))]
    public async Task BadDuration_IsRefused_AsThePublishedErrorSays(string duration)
    {
        foreach (var endpoint in new[] { PatchPolicy, PreviewPolicy })
        {
            var answer = await api.Refused(endpoint, Body(duration));

            answer.ShouldHaveIssues(HttpStatusCode.BadRequest, "autoApproveAfter");
            ((string?)answer.Json["error"]!["message"]).Should().Be("autoApproveAfter must be ISO-8601 duration (e.g. PT24H, P7D).");
        }
    }

    [Fact]
    public async Task OverlongDuration_IsRefused() =>
        (await api.Refused(PatchPolicy, Body($"PT{new string('1', 60_000)}H"))).ShouldHaveIssues(HttpStatusCode.BadRequest, "autoApproveAfter");

    [Theory]
    [InlineData("P7D")]
    [InlineData("PT24H")]
    [InlineData("P1W")]
    [InlineData("P1DT12H")]
    [InlineData("PT90M")]
    [InlineData("PT1S")]
    [InlineData("P365D")]
    [InlineData("P52W1D")]
    [InlineData("PT000000001S")]
    public async Task GoodDuration_IsAnsweredAsItWasWritten(string duration)
    {
        var answer = await api.Client.PatchJson(api[PreviewPolicy].Path, Body(duration));

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
        ((string?)answer.Json["policy"]!["autoApproveAfter"]).Should().Be(duration);
    }

    private static string Body(string duration) => JsonSerializer.Serialize(new { autoApproveAfter = duration });
}
