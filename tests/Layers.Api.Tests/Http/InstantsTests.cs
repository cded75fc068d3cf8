using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Http;

public sealed class InstantsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(0, "2026-05-01T07:00:00Z")]
    [InlineData(250_000_000, "2026-05-01T07:00:00.25Z")]
    [InlineData(7_000_000, "2026-05-01T07:00:00.007Z")]
    [InlineData(999_999_999, "2026-05-01T07:00:00.999Z")]
    public async Task Instants_AreUtcCutToMillisecondsWithoutTrailingZeros(long nanoseconds, string shown)
    {
        api.Clock.Reset(Instant.FromUtc(2026, 5, 1, 7, 0) + Duration.FromNanoseconds(nanoseconds));

        var made = await api.Client.PostJson("/v1/projects", new { name = "Acme" });

        made.Text("createdAt").Should().Be(shown);
        (await api.Client.GetJson($"/v1/projects/{made.Text("id")}")).Text("createdAt").Should().Be(shown, "what is shown is what is stored");
    }

    [Fact]
    public async Task ShownInstant_AsFilter_IsExact()
    {
        api.Clock.Reset(Instant.FromUtc(2026, 5, 2, 7, 0) + Duration.FromNanoseconds(123_456_789));
        var project = await api.Given.Project();
        var id = await api.Given.Queued(project);
        var shown = (string)(await api.Given.Container(id))["createdAt"]!;

        shown.Should().Be("2026-05-02T07:00:00.123Z");
        var answer = await api.Client.GetJson($"/v1/projects/{project}/content?since={shown}&until={shown}");
        answer.Json["items"]!.AsArray().Should().ContainSingle();
    }
}
