using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Commands;

/// <summary>Suspending and resuming an organization beside a running server.</summary>
public sealed class OrganizationsCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Organization_SuspendedAndResumedBesideARunningServer_IsShutAndOpenedAgain()
    {
        await using var server = await layers.Serve();
        var created = (await layers.RunWell("keys", "create", "--organization", "Acme", "--json")).Json;
        var id = (string)created["organizationId"]!;
        using var client = server.Client((string)created["apiKey"]!);
        (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);

        var suspended = await layers.RunWell("organizations", "suspend", "Acme", "--json");
        ((string?)suspended.Json["id"], (string?)suspended.Json["status"]).Should().Be((id, "suspended"));
        suspended.Json["suspendedAt"].Should().NotBeNull();
        await Eventually.Holds(async () => (await client.GetJson("/v1/whoami")).Status == HttpStatusCode.ServiceUnavailable, "the suspension is known");
        var refusal = (await client.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
        ((string?)refusal["details"]!["scope"]).Should().Be("organization");

        (await layers.RunWell("organizations", "suspend", id)).Output.Trim().Should().Be($"Acme ({id}) was suspended already.");
        (await Listed(id)).ToJsonString().Should().Be(suspended.Json.ToJsonString(), "suspending again changes nothing");

        (await layers.RunWell("organizations", "resume", "Acme")).Output.Trim().Should().Be($"Acme ({id}) is active again.");
        (await layers.RunWell("organizations", "resume", "Acme")).Output.Trim().Should().Be($"Acme ({id}) was active already.");
        await Eventually.Holds(async () => (await client.GetJson("/v1/whoami")).Status == HttpStatusCode.OK, "it is open again");
        ((string?)(await Listed(id))["status"], (await Listed(id))["suspendedAt"]).Should().Be(("active", null));

        var rows = (await client.GetJson("/v1/audit-log")).Json["items"]!.AsArray();
        rows.Select(row => (string)row!["eventType"]!).Where(type => type.StartsWith("organization.", StringComparison.Ordinal))
            .Should().Equal("organization.resumed", "organization.suspended");
        rows.Select(row => (string)row!["actor"]!).Should().OnlyContain(actor => actor == "system:operator");
    }

    [Theory]
    [InlineData("organizations", "suspend", "Nobody")]
    [InlineData("organizations", "suspend", "")]
    [InlineData("organizations", "resume", "org_00000000-0000-0000-0000-000000000001")]
    public async Task UnknownOrganization_IsNamedInOneSentenceAndChangesNothing(params string[] arguments)
    {
        var before = await DatabaseDigest.Take(layers.Database);

        var outcome = await layers.Run(arguments);

        (outcome.ExitCode, outcome.Output, outcome.Errors.Trim()).Should().Be((1, "", "Organization not found."));
        (await DatabaseDigest.Take(layers.Database)).Should().Equal(before);
    }

    private async Task<JsonNode> Listed(string id) =>
        (await layers.RunWell("organizations", "list", "--json")).Json["organizations"]!.AsArray().Single(one => (string?)one!["id"] == id)!;
}
