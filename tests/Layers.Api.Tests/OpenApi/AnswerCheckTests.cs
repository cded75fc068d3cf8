using System.Net;
using System.Text;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

/// <summary>The check that watches every other test.</summary>
public sealed class AnswerCheckTests
{
    private const string Policy =
        """{ "projectId": "prj_0196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70", "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H", "updatedAt": "2026-04-10T12:00:00Z" }""";

    [Fact]
    public async Task Answer_AsDocumented_Passes() => await Answered(HttpStatusCode.OK, Policy);

    [Theory]
    [InlineData("\"requiresApproval\": true, ", "", "$.requiresApproval is missing")]
    [InlineData("\"requiresApproval\"", "\"secret\": 1, \"requiresApproval\"", "$.secret is not documented")]
    [InlineData("5", "5.5", "$.firstNPostsBlocked is number")]
    [InlineData("5", "null", "$.firstNPostsBlocked is null")]
    [InlineData("PT24H", "tomorrow", "$.autoApproveAfter is \"tomorrow\", against pattern")]
    [InlineData("12:00:00Z", "12:00:00", "$.updatedAt is")]
    [InlineData("prj_", "cnt_", "$.projectId is")]
    public async Task Body_ThatIsNotAsDocumented_IsReported(string of, string becomes, string fault)
    {
        var answering = () => Answered(HttpStatusCode.OK, Policy.Replace(of, becomes, StringComparison.Ordinal));

        await answering.Should().ThrowAsync<UndocumentedAnswerException>().WithMessage($"*{fault}*");
    }

    [Theory]
    [InlineData(HttpStatusCode.Created, "*getApprovalPolicy has no answer 201*")]
    [InlineData(HttpStatusCode.Conflict, "*getApprovalPolicy has no answer 409*")]
    public async Task Status_ThatIsNotDocumented_IsReported(HttpStatusCode status, string fault)
    {
        var answering = () => Answered(status, Policy);

        await answering.Should().ThrowAsync<UndocumentedAnswerException>().WithMessage(fault);
    }

    [Fact]
    public async Task Code_ThatTheOperationDoesNotName_IsReported()
    {
        const string error = """{ "error": { "code": "CONFLICT", "message": "No.", "requestId": "req_01JS3ZKQ4N8R2V6X0A5C7E9G1H" } }""";

        var answering = () => Answered(HttpStatusCode.NotFound, error);

        await answering.Should().ThrowAsync<UndocumentedAnswerException>().WithMessage("*$.error.code is \"CONFLICT\", none of [\"NOT_FOUND\"]*");
    }

    [Fact]
    public async Task Header_ThatIsNotDocumented_IsReported()
    {
        var answering = () => Answered(HttpStatusCode.OK, Policy, ("ETag", "\"1\""));

        await answering.Should().ThrowAsync<UndocumentedAnswerException>().WithMessage("*the header ETag is not documented*");
    }

    private static async Task Answered(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Append(("X-Request-Id", "req_01JS3ZKQ4N8R2V6X0A5C7E9G1H")))
            answer.Headers.Add(name, value);
        using var client = new HttpClient(new AnswerCheck(DocumentedApi.Shared, new Fixed(answer)));
        using var _ = await client.GetAsync(new Uri("http://127.0.0.1/v1/projects/prj_0196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70/approval-policy"));
    }

    private sealed class Fixed(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer);
    }
}
