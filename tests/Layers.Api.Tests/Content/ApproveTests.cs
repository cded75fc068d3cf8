using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Content;

public sealed class ApproveTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Approve_WhenPending_AnswersTheApprovalAndNothingElse()
    {
        var id = await api.Given.Pending();

        var answer = await api.Client.PostJson($"/v1/content/{id}/approve", new { note = "Looks good. Shipping tomorrow 7am." });

        answer.ShouldBeJson(HttpStatusCode.OK, $$"""
            { "id": "{{id}}", "approvalStatus": "approved", "approvedAt": "2026-04-18T09:40:12Z", "approvedBy": "{{api.Given.Actor}}" }
            """);
    }
}
