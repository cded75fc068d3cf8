using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Http;

/// <summary>A whole number is one to JSON Schema however it is written.</summary>
public sealed class WholeNumberTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("5.000000000000000000000000000000000000000", 5)]
    [InlineData("1e1", 10)]
    [InlineData("1E+1", 10)]
    [InlineData("1.5e1", 15)]
    [InlineData("150e-1", 15)]
    [InlineData("0.0", 0)]
    [InlineData("-0.0", 0)]
    public async Task Field_InAnySpellingOfAWholeNumber_HasItsValue(string spelling, int value)
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", $$"""{ "firstNPostsBlocked": {{spelling}} }""");

        ((int)answer.Json["firstNPostsBlocked"]!).Should().Be(value);
    }

    [Theory]
    [InlineData("1.5", "firstNPostsBlocked must be a whole number.")]
    [InlineData("5.00000000000000000000000000000000000001", "firstNPostsBlocked must be a whole number.")]
    [InlineData("5e-400", "firstNPostsBlocked must be a whole number.")]
    [InlineData("1e20", "firstNPostsBlocked must be a whole number from 0 to 50, or null.")]
    [InlineData("-1e999999999", "firstNPostsBlocked must be a whole number from 0 to 50, or null.")]
    public async Task Field_OfAnotherNumber_SaysWhatIsWrong(string spelling, string message)
    {
        var project = await api.Given.Project();

        var answer = await api.Client.PatchJson($"/v1/projects/{project}/approval-policy", $$"""{ "firstNPostsBlocked": {{spelling}} }""");

        ((string?)answer.ShouldBeError(HttpStatusCode.BadRequest, "VALIDATION")["message"]).Should().Be(message);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("02")]
    [InlineData("2.0")]
    [InlineData("2e0")]
    [InlineData("0.2E1")]
    public async Task Limit_InAnySpellingOfAWholeNumber_HasItsValue(string spelling)
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await api.Given.Project();

        var answer = await api.Client.GetJson($"/v1/projects?limit={spelling}");

        answer.Json["items"]!.AsArray().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/audit-log")]
    [InlineData("/v1/api-keys")]
    [InlineData("/v1/webhook-endpoints")]
    public async Task LimitOfEveryOtherList_TakesThemToo(string list) =>
        (await api.Client.GetJson($"{list}?limit=5.0")).Status.Should().Be(HttpStatusCode.OK);

    [Fact]
    public async Task EveryOtherField_TakesThemToo()
    {
        var project = await api.Given.GatedProject();
        var container = await api.Given.Pending(project);

        var policy = await api.Client.PatchJson($"/v1/projects/{project}/content-review-policy", """{ "policy": "review_first_n", "firstN": 1e1 }""");
        var upload = await api.Client.PostJson(
            $"/v1/projects/{project}/content/uploads", """{ "files": [{ "filename": "a.png", "contentType": "image/png", "sizeBytes": 2.0e2 }] }""");
        var decisions = await api.Client.PostJson(
            $"/v1/projects/{project}/content/decisions", $$"""{ "decisions": [{ "id": "{{container}}", "action": "approve", "ifMatch": 2.0 }] }""");

        ((int)policy.Json["firstN"]!).Should().Be(10);
        upload.Status.Should().Be(HttpStatusCode.Created);
        ((int)decisions.Json["results"]![0]!["status"]!).Should().Be(200);
    }
}
