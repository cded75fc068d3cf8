using System.Net;
using Layers.Api.Tests.Content;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class ScopedDecisions : ApiFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?> { ["Layers:Approval:RequireScope"] = "true" };
}

/// <summary>With <c>Layers:Approval:RequireScope</c> turned on.</summary>
public sealed class DecisionScopeTests(ScopedDecisions api) : IClassFixture<ScopedDecisions>
{
    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Decide_WithoutTheScope_Returns403AndChangesNothing(string decision)
    {
        var id = await api.Given.Pending();
        using var client = await api.Given.ClientWith([.. Scopes.BuiltIn.Where(scope => scope != Scopes.ContentApprove)]);

        var answer = await client.PostJson($"/v1/content/{id}/{decision}", new { reason = "Wrong logo." });

        answer.ShouldBeErrorJson(HttpStatusCode.Forbidden, """
            { "code": "FORBIDDEN_SCOPE", "message": "This key lacks the scope content:approve.", "details": { "requiredScope": "content:approve" } }
            """);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    [Fact]
    public async Task DecideMany_AsksForTheSameScope()
    {
        var project = await api.Given.GatedProject();
        var decisions = new[] { new { id = await api.Given.Pending(project), action = "approve" } };
        using var without = await api.Given.ClientWith([.. Scopes.BuiltIn.Where(scope => scope != Scopes.ContentApprove)]);
        using var with = await api.Given.ClientWith(Scopes.ContentApprove);

        (await without.Decide(project, decisions)).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
        (await with.Decide(project, decisions)).Statuses().Should().Equal(200);
    }

    [Theory]
    [InlineData("approve", "approved")]
    [InlineData("reject", "rejected")]
    public async Task Decide_WithTheScope_Decides(string decision, string status)
    {
        var id = await api.Given.Pending();
        using var client = await api.Given.ClientWith(Scopes.ContentApprove);

        var answer = await client.PostJson($"/v1/content/{id}/{decision}", new { reason = "Wrong logo." });

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Text("approvalStatus").Should().Be(status);
    }

    [Fact]
    public async Task Gate_NamesTheScopeThatDecidingNeeds()
    {
        var id = await api.Given.Pending();

        (await api.Client.GetJson($"/v1/content/{id}/gate")).Text("requiredScope").Should().Be("content:approve");
        ((string?)(await api.Given.Container(id))["gate"]!["requiredScope"]).Should().Be("content:approve");
    }
}
