using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

public sealed class ScopeTests(IsolationFixture api) : IClassFixture<IsolationFixture>
{
    public static TheoryData<string> All => Matrix.All;

    public static TheoryData<string> Scoped => Matrix.Scoped;

    [Theory]
    [MemberData(nameof(Scoped))]
    public async Task Endpoint_WithAllScopesButItsOwn_IsForbiddenAndSaysWhichIsMissing(string endpoint)
    {
        var scope = Matrix.Rows[endpoint].Scope!;
        using var client = await api.ClientWithout(scope);
        var ids = await api.Own;
        var before = await DatabaseDigest.Take(api.Server.Database);

        foreach (var asked in new[] { ids, Ids.Unknown })
        {
            var error = (await client.Call(endpoint, asked)).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");
            ((string?)error["details"]!["requiredScope"]).Should().Be(scope);
        }

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Endpoint_WithItsOwnScopeAlone_LetsIn(string endpoint)
    {
        // A key needs some scope; where the endpoint asks for none, one that has nothing to do with it must do.
        using var client = await api.Given.ClientWith(Matrix.Rows[endpoint].Scope ?? Scopes.WebhooksWrite);

        var answer = await client.Call(endpoint, Ids.Unknown);

        if (answer.Status != HttpStatusCode.NotFound)
            ((int)answer.Status).Should().BeInRange(200, 299, answer.Body);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Endpoint_WithoutAKey_AsksForOne(string endpoint)
    {
        using var nobody = api.Server.Client();
        var ids = await api.Own;
        var before = await DatabaseDigest.Take(api.Server.Database);

        foreach (var asked in new[] { ids, Ids.Unknown })
        {
            var answer = await nobody.Call(endpoint, asked);
            answer.ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        }

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }
}

public sealed class DecisionScopeTests(DecisionScopeTests.Strict api) : IClassFixture<DecisionScopeTests.Strict>
{
    [Theory]
    [InlineData("POST v1/content/{containerId}/approve")]
    [InlineData("POST v1/content/{containerId}/reject")]
    public async Task Decision_WhereItNeedsAScope_IsForbiddenWithoutIt(string endpoint)
    {
        var ids = Ids.Unknown with { ContainerId = await api.Given.Pending() };
        using var without = await api.Given.ClientWith([.. Scopes.All.Where(scope => scope != Scopes.ContentApprove)]);
        using var with = await api.Given.ClientWith(Scopes.ContentApprove);

        var error = (await without.Call(endpoint, ids)).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");

        ((string?)error["details"]!["requiredScope"]).Should().Be(Scopes.ContentApprove);
        (await with.Call(endpoint, ids)).Status.Should().Be(HttpStatusCode.OK);
    }

    public sealed class Strict : ApiFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Layers:Approval:RequireScope"] = "true" };
    }
}
