using System.Net;
using Layers.Testing;

namespace Layers.Conformance.Endpoints;

/// <summary>Who may call it, and for what.</summary>
public abstract partial class EndpointConformance
{
    [Fact]
    public async Task ValidCall_Succeeds() =>
        ((int)(await Send(Api.Client, await Arrange(Api.Given))).Status).Should().BeInRange(200, 299, "Arrange() makes a valid call");

    [Fact]
    public async Task Document_DescribesIt()
    {
        var operation = await Operation();

        operation.Summary.Should().NotBeNullOrWhiteSpace("the <summary> of the action is its title in the document");
        string[] expected = ["401", .. operation.Scope is null ? [] : new[] { "403" }, .. operation.HasIds ? new[] { "404" } : [], .. operation.Writes ? new[] { "409" } : []];
        operation.Statuses.Should().Contain(expected, "callers have to know these refusals: see [RequireScope], ids in the path, and [Refuses]");
        operation.Statuses.Should().Contain(status => status.StartsWith('2'), "a success is documented with its type");
    }

    [Fact]
    public async Task Call_WithoutAKey_Returns401()
    {
        var call = await Arrange(Api.Given);

        (await Send(Api.Server.Client(), call)).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        (await Send(Api.Server.Client("lp_live_unknown"), call)).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Call_WithAKeyThatLacksTheScope_Returns403()
    {
        if ((await Operation()).Scope is not { } scope)
            return;
        using var client = await Api.Given.ClientWith(scope == SomeScope ? "audit:read" : SomeScope);

        var error = (await Send(client, await Arrange(Api.Given))).ShouldBeError(HttpStatusCode.Forbidden, "FORBIDDEN_SCOPE");

        ((string?)error["details"]!["requiredScope"]).Should().Be(scope, "callers learn which scope to ask for");
    }

    [Fact]
    public async Task Call_WithAKeyOfTheScopeAlone_Succeeds()
    {
        if ((await Operation()).Scope is not { } scope)
            return;
        using var client = await Api.Given.ClientWith(scope);

        ((int)(await Send(client, await Arrange(Api.Given))).Status).Should().BeInRange(200, 299, "the documented scope is enough");
    }

    [Fact]
    public async Task Call_WithAnotherOrganizationsId_Returns404_AsForAnUnknownId()
    {
        var other = await Given.Organization(Api.Server);
        var (own, foreign) = (await Arrange(Api.Given), await Arrange(other));
        for (var index = 0; index < own.Ids.Count; index++)
        {
            var ofAnother = await Send(Api.Client, own with { Ids = [.. own.Ids.Take(index), foreign.Ids[index], .. own.Ids.Skip(index + 1)] });
            var ofNobody = await Send(Api.Client, own with { Ids = [.. own.Ids.Take(index), Unknown(own.Ids[index]), .. own.Ids.Skip(index + 1)] });

            ofAnother.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
            ofNobody.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
            WithoutRequestId(ofAnother).Should().Be(WithoutRequestId(ofNobody), "nobody learns whether another organization has the id: name the organization in every statement");
        }
    }

    [Fact]
    public async Task Call_WithAMalformedId_Returns404()
    {
        var call = await Arrange(Api.Given);
        for (var index = 0; index < call.Ids.Count; index++)
        {
            foreach (var id in new[] { "zul7", $"zul_{Guid.NewGuid():D}", $"{call.Ids[index]}0" })
                (await Send(Api.Client, call with { Ids = [.. call.Ids.Take(index), id, .. call.Ids.Skip(index + 1)] })).ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");
        }
    }
}
